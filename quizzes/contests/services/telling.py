"""Short messages to who has won: what it is, and where to look.

A message holds no code and no link: phones are read by others, and whoever imitates us
asks for just these.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.jobs.retry import background
from portal.outbox.backends import backend_of
from quizzes.contests.models import Contest, ParticipantContact
from quizzes.contests.results import official_stages, winners_of


def tell_winners(texts: Iterable[tuple[int | None, str]]) -> None:
    """Leave texts to participants to the worker, in the caller's transaction.

    Only a proved phone is told: it belongs to whoever has won.
    """
    told = list(texts)
    proved = set(
        ParticipantContact.objects.filter(
            participant__in=[pk for pk, _text in told if pk], verified_at__isnull=False
        ).values_list("pk", flat=True)
    )
    for pk, text in told:
        if pk in proved:
            send_to_winner.enqueue(pk, text)


def tell_placed(contest: Contest) -> None:
    tell_winners(
        (
            place.standing.participant_id,
            _(
                "“%(title)s”结果已经确定，您是%(stage)s第%(rank)s名，得%(prize)s。"
                "领奖请打电话%(phone)s问主办单位，不收任何费用。"
            )
            % {
                "title": contest.title,
                "stage": stage.title,
                "rank": place.rank,
                "prize": place.prize.name,
                "phone": contest.contact,
            },
        )
        for stage in official_stages(contest)
        for place in winners_of(stage)
        if place.prize
    )


@background(attempts=5)
def send_to_winner(participant_pk: int, text: str) -> None:
    """Send it, unless the phone was deleted in the meantime."""
    contact = ParticipantContact.objects.filter(pk=participant_pk).first()
    if contact is not None and contact.phone:
        backend_of("sms").send(contact.phone, _("获奖通知"), text)
