"""No question is asked on law that is no longer in force (product.md §3, 13).

A newer wording of a regulation is told of when it is published, but may take effect
later: the clock looks as well. What the new wording says in the very same words is
carried on to it; everything else waits for somebody who reads it.
"""

from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.case_pictures import case_of
from portal.timeline.services import record
from publicity.clause_changes import ClauseChanges
from publicity.models import Clause, RegulationVersion
from publicity.services.wording_review import wordings_of
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services.questions import FIELDS, lock, put_in_doubt
from quizzes.bank.workflow import QuestionState


def follow_clauses(changes: ClauseChanges) -> None:
    """Look at the questions of one regulation, in the transaction that changes it."""
    touched = changes.newer or changes.older
    if touched is None:
        return
    ready = Question.objects.filter(state=QuestionState.READY)
    _look_at(
        ready.filter(current__clause__version__regulation=touched.regulation_id),
        timezone.localdate(),
    )


def follow_case(number: str) -> None:
    """Doubt what shows a case that was taken back or is open again."""
    shown = list(
        Question.objects.filter(
            state=QuestionState.READY, current__case_number=number
        ).order_by("pk")
    )
    if not shown:
        return
    case = case_of(number)
    if case is not None and case.is_closed:
        return
    for question in shown:
        put_in_doubt(question, because=_("案例%s已经撤回或者没有办结。") % number)


def look_after_bank() -> None:
    """Doubt what a day that has come made doubtful; a net below all that is told."""
    today = timezone.localdate()
    ready = Question.objects.filter(state=QuestionState.READY)
    for question in ready.filter(current__valid_until__lt=today).order_by("pk"):
        put_in_doubt(question, because=_("有效期已经过了。"))
    _look_at(ready.filter(current__clause__isnull=False), today)
    numbers = ready.exclude(current__case_number="").order_by()
    for number in set(numbers.values_list("current__case_number", flat=True)):
        follow_case(number)


def _look_at(questions: models.QuerySet[Question], today: date) -> None:
    in_force = RegulationVersion.objects.in_force(today)
    gone = questions.exclude(current__clause__version__in=in_force.values("pk"))
    wordings: dict[int, dict[str, str]] = {}
    for question in gone.select_related("current__clause").order_by("pk"):
        _settle(question, today, wordings)


@transaction.atomic
def _settle(
    question: Question, today: date, wordings: dict[int, dict[str, str]]
) -> None:
    lock(question)
    version = question.current
    if version is None or version.clause is None:
        return
    if question.state != QuestionState.READY:  # somebody was quicker
        return
    newer = _same_words_now(version.clause, today, wordings)
    if newer is None:
        put_in_doubt(
            question, because=_("依据的%s已经修改或者废止。") % _short(version.clause)
        )
        return
    _carry_on(question, version, newer)


def _same_words_now(
    clause: Clause, today: date, wordings: dict[int, dict[str, str]]
) -> Clause | None:
    """Return the clause in force at the same place, if its article has not changed."""
    newer: Clause | None = (
        Clause.objects.in_force(today)
        .filter(version__regulation=clause.version.regulation_id, anchor=clause.anchor)
        .first()
    )
    if newer is None or (newer.text, newer.title) != (clause.text, clause.title):
        return None
    article = "-".join(clause.anchor.split("-")[:2])
    for version in (clause.version, newer.version):
        if version.pk not in wordings:
            wordings[version.pk] = wordings_of(version)
    old, new = (wordings[each.version_id].get(article) for each in (clause, newer))
    return newer if old is not None and old == new else None


def _carry_on(question: Question, version: QuestionVersion, newer: Clause) -> None:
    """Add a version that differs in its clause alone; who wrote it remains its author."""
    fields = {name: getattr(version, name) for name in FIELDS}
    question.current = QuestionVersion.objects.create(
        **fields | {"clause": newer},
        question=question,
        number=version.number + 1,
        made_by=version.made_by,
    )
    question.save(update_fields=["current"])
    record(
        question,
        "carry_on",
        by=None,
        from_state=question.state,
        to_state=question.state,
        because=_("%(clause)s在%(day)s的版本里一字未改，题目承接过去。")
        % {"clause": _short(newer), "day": newer.version.effective_on},
    )


def _short(clause: Clause) -> str:
    regulation = clause.version.regulation
    name = regulation.short_title or regulation.title
    return f"《{name}》{clause.label}"
