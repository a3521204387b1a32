"""A contest is written, changed while it is a draft, cloned, and corrected in the open."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.contests.models import Contest, DrawRule, RankPrize, Stage
from quizzes.contests.permissions import DRAFT, PUBLISH
from quizzes.contests.services.readiness import label_of
from quizzes.contests.services.running import lock
from quizzes.contests.workflow import ContestState

# What may be put right once people rely on it. Never prizes, times or how it is marked:
# who plans around them would have played another contest (QZ-03). A stage that runs may
# get longer: `extending`.
CORRECTABLE = (
    "summary",
    "eligibility",
    "scoring_note",
    "naming",
    "privacy",
    "appeals",
    "contact",
)
IN_THE_OPEN = frozenset(
    {ContestState.PUBLISHED, ContestState.REVIEWING, ContestState.PREVIEW}
)


@transaction.atomic
def keep_contest(
    contest: Contest,
    *,
    by: User,
    fields: Iterable[str],
    co_organisers: Iterable[Unit] = (),
) -> Event:
    """Keep a draft as `contest` has it in memory; a published one stays as it is."""
    is_new = contest.pk is None
    _require(by, "quizzes.add_contest" if is_new else DRAFT)
    if is_new:
        contest.state = ContestState.DRAFT
        contest.save()
    else:
        typed = {name: getattr(contest, name) for name in fields}
        lock_draft(contest)
        for name, value in typed.items():
            setattr(contest, name, value)
        contest.version += 1
        contest.save(update_fields=[*typed, "version"])
    contest.co_organisers.set(co_organisers)
    return _record(contest, "draft" if is_new else "change", by)


@transaction.atomic
def keep_stage(
    stage: Stage,
    *,
    by: User,
    rules: Sequence[DrawRule],
    prizes: Sequence[RankPrize],
    removed: Iterable[Model] = (),
) -> Event:
    """Keep a stage of a draft with what it draws and what its first win."""
    contest = stage.contest
    _require(by, DRAFT)
    lock_draft(contest)
    if stage._state.adding:
        last = contest.stages.aggregate(last=Max("position"))["last"] or 0
        stage.position = last + 1
    stage.save()
    for each in removed:
        each.delete()
    kept: tuple[Sequence[DrawRule | RankPrize], ...] = (rules, prizes)
    for parts in kept:
        for position, part in enumerate(parts, start=1):
            part.stage, part.position = stage, position
            part.save()
    return _touch(contest, by, stage.title)


@transaction.atomic
def delete_stage(stage: Stage, *, by: User) -> Event:
    contest = stage.contest
    _require(by, DRAFT)
    lock_draft(contest)
    title = stage.title
    stage.delete()
    return _touch(contest, by, _("删去%s") % title)


@transaction.atomic
def discard(contest: Contest, *, by: User) -> None:
    """Throw a draft away, with all that was written for it. What happened stays written."""
    _require(by, DRAFT)
    lock_draft(contest)
    _record(contest, "discard", by, contest.title)
    contest.delete()


@transaction.atomic
def clone(
    contest: Contest,
    *,
    by: User,
    slug: str,
    title: str,
    number_prefix: str,
    opens_at: datetime,
) -> Contest:
    """Copy a contest as a draft that opens at `opens_at`: rules and stages, nobody in it."""
    _require(by, "quizzes.add_contest")
    shift = opens_at - contest.opens_at
    copy = Contest(
        **_copied(contest, "slug", "title", "number_prefix", "opens_at", "closes_at"),
        slug=slug,
        title=title,
        number_prefix=number_prefix,
        opens_at=opens_at,
        closes_at=contest.closes_at + shift,
    )
    try:
        copy.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    copy.save()
    copy.co_organisers.set(contest.co_organisers.all())
    for stage in contest.stages.prefetch_related("draw_rules", "rank_prizes"):
        twin = Stage.objects.create(
            **_copied(stage, "contest", "opens_at", "closes_at"),
            contest=copy,
            opens_at=stage.opens_at + shift,
            closes_at=stage.closes_at + shift,
        )
        for rule in stage.draw_rules.all():
            DrawRule.objects.create(**_copied(rule, "stage"), stage=twin)
        for prize in stage.rank_prizes.all():
            RankPrize.objects.create(**_copied(prize, "stage"), stage=twin)
    record(
        copy,
        "clone",
        by=by,
        to_state=copy.state,
        because=_("复制自%s") % contest.title,
    )
    return copy


def _copied(row: Model, *without: str) -> dict[str, Any]:
    """Return what a copy has of `row`: all that people wrote, nothing that happened."""
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in without
    }


@transaction.atomic
def correct(contest: Contest, *, by: User, note: str, fields: dict[str, str]) -> Event:
    """Put right what the rules say, beside a note that everybody reads."""
    _require(by, PUBLISH)
    if not fields.keys() <= set(CORRECTABLE):
        raise Refused(_("奖项、时间和算分办法发布以后不能改。"))
    note = required(note, _("更正说明"), 300)
    lock(contest)
    if contest.state not in IN_THE_OPEN:
        raise Refused(_("只有已经发布、还没有定结果的竞赛要用更正。"))
    changed = {
        name: required(text, label_of(name))
        for name, text in fields.items()
        if text != getattr(contest, name)
    }
    if not changed:
        raise Refused(_("内容没有变。"))
    for name, text in changed.items():
        setattr(contest, name, text)
    contest.version += 1
    contest.save(update_fields=[*changed, "version"])
    return record(
        contest,
        "correct",
        by=by,
        from_state=contest.state,
        to_state=contest.state,
        public_text=_("更正“%(what)s”：%(note)s")
        % {"what": "、".join(map(label_of, changed)), "note": note},
    )


def lock_draft(contest: Contest) -> None:
    """Hold a contest that nobody relies on yet."""
    lock(contest)
    if contest.state != ContestState.DRAFT:
        raise Refused(_("发布以后规则不能再改。文字有错请用更正，重来请复制一份。"))


def _touch(contest: Contest, by: User, because: str) -> Event:
    contest.version += 1
    contest.save(update_fields=["version"])
    return _record(contest, "change", by, because)


def _record(contest: Contest, verb: str, by: User, because: str = "") -> Event:
    state = contest.state
    return record(contest, verb, by=by, to_state=state, because=because)


def _require(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise NotAllowed(_("您没有这个权限。"))
