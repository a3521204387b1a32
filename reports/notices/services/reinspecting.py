"""Two keys to close (销号): the inspector's, and where residents complained theirs.

Whoever looks neither signed the notice nor handed in its proof (invariant 4).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.evidence.models import Evidence
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.workflow import Decision
from reports.notices.models import OverdueRecord, RectificationNotice, Reinspection
from reports.notices.refusals import DoubtfulPhotos, Refused, SameHand
from reports.notices.services.photos import attach, doubtful
from reports.notices.services.steps import (
    change,
    check_step,
    day_of,
    due_for,
    lock,
    require_state,
    step,
)
from reports.notices.workflow import (
    RUNNING_STATES,
    NoticeState,
    PhotoRole,
    ResidentVerdict,
)

_S = NoticeState


@transaction.atomic
def take_for_reinspection(notice: RectificationNotice, *, by: User) -> Event:
    """Go and look (复查)."""
    lock(notice)
    check_step(notice, _S.REINSPECTING)
    refuse_same_hand(notice, by)
    return step(notice, "take", _S.REINSPECTING, by=by, public_text=_("安排现场复查"))


@transaction.atomic
def note_visit(notice: RectificationNotice, *, by: User, text: str) -> Event:
    """Write down a look in between (跟踪督查), while the unit's time runs: no verdict."""
    lock(notice)
    require_state(notice, *RUNNING_STATES)
    text = required(text, _("督查情况"), 300)
    return change(notice, "visit", by=by, public_text=text)


@transaction.atomic
def reinspect(
    notice: RectificationNotice,
    *,
    by: User,
    is_passed: bool,
    text: str,
    is_worse: bool = False,
    photos: Sequence[Evidence] = (),
) -> Event:
    """Write down what was seen at the place: done, not done, or worse than before."""
    lock(notice)
    require_state(notice, _S.REINSPECTING, _S.SUBMITTED)
    refuse_same_hand(notice, by)
    text = required(text, _("复查情况"))
    if is_passed and is_worse:
        raise Refused(_("更差的不能算合格。"))
    if is_passed and doubtful(notice):
        raise DoubtfulPhotos(_("整改照片有疑点，先由人核对、写明理由，才能合格。"))
    if notice.state == _S.SUBMITTED:
        step(notice, "take", _S.REINSPECTING, by=by)
    now = timezone.now()
    attach(notice, photos, PhotoRole.CHECK)
    due = None if is_passed else _next_due(notice, now)
    Reinspection.objects.create(
        notice=notice,
        round=notice.round,
        inspector=by,
        is_passed=is_passed,
        is_worse=is_worse,
        text=text,
        next_due_at=due,
        at=now,
    )
    if not is_passed:
        said = _("复查比检查时更差") if is_worse else _("复查不合格")
        return _again(notice, "fail", said, by=by, because=text)
    if not notice.complaint_links.exists():
        return _close(notice, by=by, because=text, passed_at=now, closed_by=by)
    until = WorkCalendar.current().add_natural_days(
        now, settings.NOTICES["CONFIRM_DAYS"]
    )
    notice.complaint_links.update(verdict=ResidentVerdict.ASKED, verdict_at=None)
    return step(
        notice,
        "pass",
        _S.PASSED,
        by=by,
        because=text,
        public_text=_("复查合格，请反映人在%(day)s前确认") % {"day": day_of(until)},
        passed_at=now,
        closed_by=by,
        confirm_until=until,
    )


@transaction.atomic
def confirm_by_resident(
    notice: RectificationNotice, *, complaint_pk: int, is_solved: bool, text: str = ""
) -> Event:
    """Take the word of who complained: all of them say yes, or one says no.

    A no sends it back so many times; after that it is heard, and people decide.
    """
    lock(notice)
    require_state(notice, _S.PASSED)
    link = notice.complaint_links.filter(complaint=complaint_pk).first()
    if link is None or link.verdict != ResidentVerdict.ASKED:
        raise Refused(_("这份通知单没有在等您确认。"))
    link.verdict = ResidentVerdict.YES if is_solved else ResidentVerdict.NO
    link.verdict_at = timezone.now()
    link.save(update_fields=["verdict", "verdict_at"])
    if not is_solved:
        most = settings.NOTICES["RESIDENT_REFUSALS"]
        if Event.objects.of(notice).filter(verb="refuse").count() < most:
            return _again(
                notice, "refuse", _("反映人不认可"), by=None, because=text[:300]
            )
    asked = notice.complaint_links.filter(verdict=ResidentVerdict.ASKED)
    if is_solved and not asked.exists():
        return _close(notice, by=None, because=_("反映人认可"))
    return change(
        notice,
        "hear",
        by=None,
        because=text[:300],
        public_text=_("反映人认可") if is_solved else _("反映人仍不认可"),
    )


@transaction.atomic
def close_after_silence(notice: RectificationNotice) -> Event:
    """Close what nobody said no to until the day that was told."""
    lock(notice)
    require_state(notice, _S.PASSED)
    if notice.confirm_until is None or notice.confirm_until > timezone.now():
        raise Refused(_("确认期限还没有到。"))
    if notice.complaint_links.filter(verdict=ResidentVerdict.NO).exists():
        raise Refused(_("有反映人不认可，由人决定是否销号。"))
    silent = notice.complaint_links.filter(verdict=ResidentVerdict.ASKED)
    silent.update(verdict=ResidentVerdict.SILENT, verdict_at=timezone.now())
    return _close(notice, by=None, because=_("到期未收到反对意见"))


@transaction.atomic
def close_in_spite(notice: RectificationNotice, *, by: User, because: str) -> Event:
    """Close what a resident refuses again and again: by a third person, in words."""
    lock(notice)
    require_state(notice, _S.PASSED)
    refuse_same_hand(notice, by)
    if by.pk == notice.closed_by_id:
        raise SameHand(_("复查人不能自己决定，请换一个人。"))
    if not notice.complaint_links.filter(verdict=ResidentVerdict.NO).exists():
        raise Refused(_("反映人没有表示不认可。"))
    because = required(because, _("销号理由"), 300)
    return _close(
        notice,
        by=by,
        because=because,
        said=_("经核定销号：%(reason)s") % {"reason": because},
    )


@transaction.atomic
def reopen(notice: RectificationNotice, *, by: User, because: str) -> Event:
    """Take a closed one up again, its proof was forged (造假恢复): a new round."""
    lock(notice)
    require_state(notice, _S.CLOSED)
    because = required(because, _("恢复理由"), 300)
    said = _("销号被撤回：%(reason)s") % {"reason": because}
    return _again(notice, "reopen", said, by=by, because=because)


def refuse_same_hand(notice: RectificationNotice, by: User) -> None:
    """Refuse to let somebody strike off what they signed, proved or saw alone."""
    if by.pk == notice.issued_by_id:
        raise SameHand(_("签发人不能复查、销号，请换一个人。"))
    if notice.submissions.filter(by_user=by).exists():
        raise SameHand(_("提交整改情况的人不能复查、销号，请换一个人。"))
    others = notice.inspectors.exclude(pk=by.pk)
    if by.pk == notice.drafted_by_id and not others.exists():
        raise SameHand(_("独自检查并拟稿的人不能复查、销号，请换一个人。"))


def _close(
    notice: RectificationNotice,
    *,
    by: User | None,
    because: str,
    said: str = "",
    **more: Any,
) -> Event:
    return step(
        notice,
        "close",
        _S.CLOSED,
        by=by,
        because=because,
        public_text=said or _("复查合格，销号"),
        closed_at=timezone.now(),
        confirm_until=None,
        **more,
    )


def _again(
    notice: RectificationNotice,
    verb: str,
    said: str,
    *,
    by: User | None,
    because: str,
) -> Event:
    """Begin a new round of the same notice, with a deadline of its own.

    What was handed in in time but was not so has missed its deadline all the same;
    not where an inspector had found it good and a resident does not.
    """
    check_step(notice, _S.FAILED)
    now = timezone.now()
    if verb != "refuse" and notice.due_at is not None and notice.due_at < now:
        OverdueRecord.objects.get_or_create(
            notice=notice, round=notice.round, due_at=notice.due_at
        )
    notice.extensions.filter(state=Decision.OPEN).delete()
    due = _next_due(notice, now)
    return step(
        notice,
        verb,
        _S.FAILED,
        by=by,
        because=because,
        public_text=_("%(what)s，责令%(day)s前改好")
        % {"what": said, "day": day_of(due)},
        round=notice.round + 1,
        due_at=due,
        reminded=0,
        submitted_at=None,
        passed_at=None,
        closed_at=None,
        closed_by=None,
        confirm_until=None,
    )


def _next_due(notice: RectificationNotice, now: datetime) -> datetime:
    return max(due_for(notice, now), notice.due_at or now)
