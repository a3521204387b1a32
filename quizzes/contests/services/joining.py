"""Somebody takes part, comes back by the private link, and leaves again."""

from base64 import urlsafe_b64encode
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Area
from portal.prepared import Given, PreparedQuery
from portal.refusals import Refused
from portal.timeline.services import record
from portal.tokens import TOKEN_BYTES, derived_bytes, hash_token, hashes_of, is_token
from portal.typed import clean
from quizzes.contests.models import Attempt, Contest, Participant, UnitEntry
from quizzes.contests.names import checked_name, masked, numbered
from quizzes.contests.refusals import NotOpen
from quizzes.contests.services.contacting import forget_phone
from quizzes.contests.services.standings import take_off_boards
from quizzes.contests.services.steps import lock_participant, move_attempt
from quizzes.contests.workflow import Age, AttemptState, ContestState, Phase

PURPOSE = "participant"
FORM_PURPOSE = "participant form"
SHORTEST_KEY = 22  # 128 bits: who guesses a form's key is given its link
NOBODY = "已退出"
_behind = PreparedQuery(
    lambda: (
        Participant.objects.taking_part()
        .select_related("contest", "unit_entry__unit", "area")
        .filter(token_hash=Given("token_hash"))
    )
)


def join(
    contest: Contest,
    *,
    name: str = "",
    unit_code: str = "",
    area: Area | None = None,
    age: Age = Age.ADULT,
    has_guardian: bool = False,
    form_key: str,
) -> tuple[Participant, str]:
    """Enter somebody; return them with the secret of their link.

    The same form sent twice is one participant with one link: the secret is made of
    the form's key, and only we can make it.
    """
    if len(form_key) < SHORTEST_KEY:
        raise ValueError("The key of a form has at least 128 random bits.")
    if found := _joined_before(contest, form_key):
        return found
    _require_open(contest)
    token = _secrets(form_key)[0]
    try:
        with transaction.atomic():
            entry = _entry(contest, unit_code)
            if entry and entry.is_of_minors:
                person = _next_of_class(entry)
            else:
                person = _by_name(name, age, has_guardian=has_guardian)
            participant = Participant.objects.create(
                contest=contest,
                token_hash=hash_token(PURPOSE, token),
                form_key_hash=hash_token(FORM_PURPOSE, form_key),
                unit_entry=entry,
                area=area,
                joined_at=timezone.now(),
                **person,
            )
    except IntegrityError:
        # Both came at one and the same time, and the other was quicker.
        if found := _joined_before(contest, form_key):
            return found
        raise
    return participant, token


def open_link(token: str) -> Participant | None:
    """Return who holds the private link; of somebody who left there is nothing."""
    for token_hash in hashes_of(PURPOSE, token):  # one, while no key has been replaced
        if (found := _behind.first(token_hash=token_hash)) is not None:
            return found
    return None


@transaction.atomic
def withdraw(participant: Participant) -> None:
    """Take somebody off every board at once, and keep nothing that names them.

    Papers that were handed in stay, of nobody, for what they tell of the questions.
    """
    holder = lock_participant(participant.pk)
    if holder.withdrawn_at is not None:
        return
    for attempt in Attempt.objects.filter(
        participant=holder, state=AttemptState.IN_PROGRESS
    ):
        move_attempt(attempt, "withdraw", AttemptState.ABANDONED, by=None)
    take_off_boards(holder)
    forget_phone(holder)
    for each in (holder, participant):
        each.withdrawn_at = timezone.now()
        each.name = each.shown_name = NOBODY
    holder.save(update_fields=["withdrawn_at", "name", "shown_name"])
    record(holder, "withdraw", by=None)


def _require_open(contest: Contest) -> None:
    phase = contest.phase()
    if contest.state != ContestState.PUBLISHED or phase == Phase.CLOSED:
        raise NotOpen(_("这次竞赛已经结束，不再接受报名。"))
    if phase == Phase.UPCOMING:
        opens = timezone.localtime(contest.opens_at)
        raise NotOpen(
            _("竞赛还没有开始，%(month)s月%(day)s日起可以报名。")
            % {"month": opens.month, "day": opens.day}
        )


def _entry(contest: Contest, unit_code: str) -> UnitEntry | None:
    code = clean(unit_code)
    if not code:
        return None
    # Locked: a class counts its people, and a unit may be made a class at this moment.
    entries = contest.unit_entries.select_for_update(no_key=True)
    entry = entries.filter(code__iexact=code[:12]).first()
    if entry is None:
        raise Refused(_("没有这个参赛码。请向单位或者老师核对；个人参加的，留空就行。"))
    return entry


def _next_of_class(entry: UnitEntry) -> dict[str, Any]:
    name = numbered(entry.participants.count() + 1)
    return {"name": name, "shown_name": name, "is_minor": True}


def _by_name(typed: str, age: Age, *, has_guardian: bool) -> dict[str, Any]:
    name = checked_name(typed)
    is_child = age == Age.CHILD
    if is_child and not has_guardian:
        raise Refused(_("不满十四周岁的，请家长看过说明，勾选同意后再报名。"))
    return {
        "name": name,
        "shown_name": masked(name),
        "is_minor": age != Age.ADULT,
        "guardian_agreed_at": timezone.now() if is_child else None,
    }


def _joined_before(contest: Contest, form_key: str) -> tuple[Participant, str] | None:
    found = Participant.objects.filter(
        contest=contest, form_key_hash__in=hashes_of(FORM_PURPOSE, form_key)
    ).first()
    if found is None:
        return None
    for token in _secrets(form_key):
        if is_token(PURPOSE, token, found.token_hash):
            return found, token
    return None


def _secrets(form_key: str) -> list[str]:
    return [
        urlsafe_b64encode(each[:TOKEN_BYTES]).decode()
        for each in derived_bytes("participant link", form_key)
    ]
