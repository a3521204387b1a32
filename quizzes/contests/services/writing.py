"""A paper is written: each answer is kept as it is given, while there is time (Q2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.prepared import Given, M, PreparedQuery, PreparedUpdate
from portal.refusals import Refused
from portal.tokens import hashes_of
from quizzes.bank.kept import content_of
from quizzes.bank.marking import BadAnswer, read_answer
from quizzes.contests.models import Attempt, AttemptItem, Participant
from quizzes.contests.refusals import TooLate
from quizzes.contests.services.joining import PURPOSE
from quizzes.contests.workflow import AttemptState

MOST_SAVES = 500  # of one answer: nobody changes their mind so often
_SHOWN = ("version__image", "version__film")


# The secret of a link alone tells whose a paper is, not the contest's name beside it.
_shown = PreparedQuery(
    lambda: (
        AttemptItem.objects.select_related(
            "attempt__stage", "attempt__participant__contest", *_SHOWN
        )
        .filter(
            attempt__participant__token_hash=Given("token_hash"),
            attempt__participant__withdrawn_at=None,
            attempt_id=Given("attempt"),
            position=Given("position"),
        )
        .order_by()
    )
)
_paper = PreparedQuery(
    lambda: Attempt.objects.select_related("stage").filter(
        participant__token_hash=Given("token_hash"),
        participant__withdrawn_at=None,
        pk=Given("attempt"),
    )
)
_questions = PreparedQuery(
    lambda: (
        AttemptItem.objects.select_related(*_SHOWN)
        .filter(attempt_id=Given("attempt"))
        .order_by("position")
    )
)
_given = PreparedQuery(
    lambda: (
        AttemptItem.objects.filter(attempt_id=Given("attempt"))
        .only("position", "answered_at")
        .order_by("position")
    )
)
_unanswered = PreparedQuery(
    lambda: (
        AttemptItem.objects.filter(attempt_id=Given("attempt"), answered_at=None)
        .only("position")
        .order_by("position")[:1]
    )
)
_paper_of = PreparedQuery(
    lambda: Attempt.objects.select_related("stage").filter(
        pk=Given("attempt"), participant_id=Given("participant")
    )
)
_keep = PreparedUpdate(
    lambda: AttemptItem.objects.filter(
        Exists(
            Attempt.objects.filter(
                pk=OuterRef("attempt_id"),
                participant__token_hash=Given("token_hash"),
                participant__withdrawn_at=None,
                state=AttemptState.IN_PROGRESS,
                closes_at__gt=Given("now", Attempt._meta.get_field("closes_at")),
                stage__question_limit=None,
            )
        ),
        attempt_id=Given("attempt"),
        position=Given("position"),
        earned__isnull=True,
        n_saves__lt=MOST_SAVES,
    ),
    answer=Given("answer", AttemptItem._meta.get_field("answer")),
    answered_at=Given("answered_at", AttemptItem._meta.get_field("answered_at")),
    n_saves=F("n_saves") + 1,
    shown_at=Coalesce(
        "shown_at", Given("now", AttemptItem._meta.get_field("shown_at"))
    ),
)


def paper_of(participant: Participant, attempt_pk: int) -> Attempt | None:
    """Return a paper of this participant alone; anybody else's is not there (Q4)."""
    paper = _paper_of.first(attempt=attempt_pk, participant=participant.pk)
    if paper is not None:
        paper.participant = participant
        paper.stage.contest = participant.contest
    return paper


def item_of(token: str, attempt_pk: int, position: int) -> AttemptItem | None:
    """Return a question of a paper that the holder of the link writes, in one query.

    With it comes all that its page shows.
    """
    return _behind(token, _shown, attempt=attempt_pk, position=position)


def items_of(token: str, attempt_pk: int) -> list[AttemptItem]:
    """Return all questions of such a paper in their order, none where it is not there."""
    attempt = _behind(token, _paper, attempt=attempt_pk)
    if attempt is None:
        return []
    items = _questions.all(attempt=attempt_pk)
    for item in items:
        item.attempt = attempt  # one for all: each row would bring its own
    return items


def _behind(token: str, query: PreparedQuery[M], **given: int) -> M | None:
    for token_hash in hashes_of(PURPOSE, token):  # one, while no key has been replaced
        if (found := query.first(token_hash=token_hash, **given)) is not None:
            return found
    return None


def answered(attempt: Attempt) -> dict[int, bool]:
    """Tell of each question of a paper, in their order, whether it has an answer."""
    items = _given.all(attempt=attempt.pk)
    return {item.position: item.answered_at is not None for item in items}


def unanswered(attempt: Attempt) -> list[int]:
    return [
        position for position, is_given in answered(attempt).items() if not is_given
    ]


def first_unanswered(attempt: Attempt) -> int:
    """Return where to go on; with an answer to each, the beginning."""
    item = _unanswered.first(attempt=attempt.pk)
    return 1 if item is None else item.position


@lru_cache(maxsize=5000)
def wordings_of(attempt_pk: int) -> tuple[int, ...]:
    """Return which wording each question of a paper has: that never changes.

    Raises `Attempt.DoesNotExist`.
    """
    items = AttemptItem.objects.filter(attempt_id=attempt_pk).order_by("position")
    found = tuple(items.values_list("version_id", flat=True))
    if not found:
        raise Attempt.DoesNotExist
    return found


def keep_answer(
    token: str, attempt_pk: int, position: int, posted: Mapping[str, Sequence[str]]
) -> bool:
    """Keep an answer in one statement, as nearly all can be; the last one counts.

    Where it cannot, `save_item` says why, or looks at the question's own clock.
    `earned` is asked of the row that is written, and PostgreSQL looks at it again when
    it had to wait for the marking: an answer is in what is marked, or is not kept.
    """
    now = timezone.now()
    try:
        version_pk = wordings_of(attempt_pk)[position - 1]
        answer = read_answer(content_of(version_pk), posted)
    except (Attempt.DoesNotExist, IndexError, BadAnswer):
        return False
    return any(
        _keep.run(
            token_hash=token_hash,
            attempt=attempt_pk,
            position=position,
            answer=answer,
            answered_at=now if answer else None,
            now=now,
        )
        for token_hash in hashes_of(PURPOSE, token)
    )


def save_item(item: AttemptItem, posted: Mapping[str, Sequence[str]]) -> AttemptItem:
    """Keep an answer to a question that was read just now, or say why not."""
    answer = read_answer(content_of(item.version_id), posted)
    now = timezone.now()
    _require_question_open(item, now)
    if item.attempt.state != AttemptState.IN_PROGRESS or item.attempt.closes_at <= now:
        raise _why_not_kept(item.attempt)
    kept = AttemptItem.objects.filter(
        pk=item.pk, earned__isnull=True, n_saves__lt=MOST_SAVES
    ).update(
        answer=answer,
        answered_at=now if answer else None,
        n_saves=F("n_saves") + 1,
        **({} if item.shown_at else {"shown_at": now}),
    )
    if not kept:
        raise _why_not_kept(Attempt.objects.get(pk=item.attempt_id))
    item.answer = answer
    item.answered_at = now if answer else None
    return item


def mark_shown(item: AttemptItem) -> None:
    """Start the question's own clock, if it has one, the first time that it is seen."""
    if item.shown_at is None and item.attempt.stage.question_limit is not None:
        item.shown_at = timezone.now()
        AttemptItem.objects.filter(pk=item.pk, shown_at__isnull=True).update(
            shown_at=item.shown_at
        )


def question_ends_at(item: AttemptItem) -> datetime | None:
    """Return when a question's own time is over; None where it has none."""
    stage = item.attempt.stage
    if stage.question_limit is None or item.shown_at is None:
        return None
    factor = stage.extension if item.attempt.is_extended else 1
    if not factor:
        return None
    return item.shown_at + timedelta(seconds=float(stage.question_limit * factor))


def is_question_over(item: AttemptItem, now: datetime) -> bool:
    ends = question_ends_at(item)
    return ends is not None and now > ends + timedelta(seconds=item.attempt.stage.grace)


def _require_question_open(item: AttemptItem, now: datetime) -> None:
    if is_question_over(item, now):
        raise TooLate(_("这一题的时间到了，刚才的答案没有计入。"))


def _why_not_kept(attempt: Attempt) -> Refused:
    if attempt.state == AttemptState.SUBMITTED:
        return TooLate(_("这份答卷已经交了，刚才的答案没有计入。"))
    if attempt.state != AttemptState.IN_PROGRESS or attempt.closes_at <= timezone.now():
        return TooLate(_("答题时间到了，刚才的答案没有计入，之前存好的都算。"))
    return Refused(_("这一题改得太多次了，最后一次存好的算数。"))
