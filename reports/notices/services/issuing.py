"""A notice is signed and numbered, goes to the unit, and is signed for."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from publicity.models import Clause
from reports.complaints.masking import PersonalKind, mask
from reports.complaints.services.steps import By
from reports.notices.models import (
    InspectionMandate,
    NoticeCounter,
    RectificationNotice,
)
from reports.notices.refusals import Incomplete, NoMandate, Refused, TooLate
from reports.notices.services.recurring import find_earlier, tell_earlier
from reports.notices.services.steps import (
    change,
    check_step,
    day_of,
    due_for,
    lock,
    require_unit,
    step,
)
from reports.notices.workflow import UNNUMBERED, NoticeState

_S = NoticeState
FEWEST_INSPECTORS = 2
# What no notice needs to say, whoever it is of.
PRIVATE_KINDS = frozenset(PersonalKind) - {PersonalKind.NAME, PersonalKind.ADDRESS}


@transaction.atomic
def issue(notice: RectificationNotice, *, by: User) -> Event:
    """Sign it: it gets its number and its deadline, and binds the unit.

    The number is the last refusal's gift: whatever fails gives it back.
    """
    lock(notice)
    check_step(notice, _S.ISSUED)
    _require_mandate(notice)
    _require_complete(notice)
    now = timezone.now()
    due = due_for(notice, now)
    earlier = find_earlier(notice)
    year = timezone.localdate(now).year
    sequence = next_sequence(year)
    event = step(
        notice,
        "issue",
        _S.ISSUED,
        by=by,
        public_text=_("签发整改通知单，限%(day)s前整改") % {"day": day_of(due)},
        number=number_of(year, sequence),
        year=year,
        sequence=sequence,
        issued_by=by,
        issued_at=now,
        due_at=due,
        first_due_at=due,
        recurrence_of=earlier,
        occurrence=earlier.occurrence + 1 if earlier else 1,
    )
    if earlier is not None:
        tell_earlier(earlier, notice)
    return event


def number_of(year: int, sequence: int) -> str:
    """Return the number as it is printed (EX-31)."""
    return f"{settings.NOTICES['NUMBER_PREFIX']}〔{year}〕{sequence}号"


def next_sequence(year: int) -> int:
    """Return the next number of the year, held until the transaction ends."""
    counter, _is_new = NoticeCounter.objects.select_for_update().get_or_create(
        year=year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def serve(notice: RectificationNotice, *, by: User, how: str = "") -> Event:
    """Hand it to the unit (送达), on paper or by its address: its time runs."""
    lock(notice)
    check_step(notice, _S.SERVED)
    now = timezone.now()
    if notice.due_at is not None and notice.due_at < now:
        raise TooLate(_("整改期限已过，不能再送达；请撤销后重新签发。"))
    return step(
        notice,
        "serve",
        _S.SERVED,
        by=by,
        because=how[:100],
        public_text=_("送达%(unit)s") % {"unit": notice.unit.short_name},
        served_at=now,
    )


@transaction.atomic
def acknowledge(notice: RectificationNotice, *, by: By, post: str) -> Event:
    """Sign for it (签收), by post and never by name."""
    lock(notice)
    check_step(notice, _S.ACKNOWLEDGED)
    require_unit(notice, by)
    post = required(post, _("签收人职务"), 60)
    return step(
        notice,
        "acknowledge",
        _S.ACKNOWLEDGED,
        by=by,
        because=post,
        public_text=_("%(unit)s签收") % {"unit": notice.unit.short_name},
        acknowledged_at=timezone.now(),
        acknowledged_post=post,
    )


@transaction.atomic
def publish(notice: RectificationNotice, *, by: User) -> Event:
    """Let everybody read it, once it was served; nothing in it names a person."""
    lock(notice)
    if notice.state in UNNUMBERED or notice.served_at is None:
        raise Refused(_("送达以后才能公开。"))
    if notice.is_public:
        raise Refused(_("已经公开了。"))
    texts = [notice.title, notice.requirement, notice.place_text]
    texts += notice.problems.values_list("text", flat=True)
    found = {
        str(each.kind.label)
        for each in mask("\n".join(texts)).masks
        if each.kind in PRIVATE_KINDS
    }
    if found:
        raise Refused(
            _("文字里像有个人信息（%(what)s），不能公开。")
            % {"what": "、".join(sorted(found))}
        )
    return change(notice, "publish", by=by, is_public=True)


@transaction.atomic
def hide(notice: RectificationNotice, *, by: User, because: str) -> Event:
    """Take it from everybody's eyes. It counts as before."""
    lock(notice)
    if not notice.is_public:
        raise Refused(_("这份通知单没有公开。"))
    because = required(because, _("理由"), 300)
    return change(notice, "hide", by=by, because=because, is_public=False)


def _require_mandate(notice: RectificationNotice) -> None:
    mandate: InspectionMandate | None = notice.mandate
    if mandate is None:
        raise NoMandate(_("没有督查授权，不能签发（督查工作条例第七条）。"))
    checked_on = timezone.localdate(notice.checked_at)
    if not (mandate.is_alive(checked_on) and mandate.is_alive(timezone.localdate())):
        raise NoMandate(
            _("督查授权%(number)s不在有效期内，不能签发。") % {"number": mandate.doc_no}
        )


def _require_complete(notice: RectificationNotice) -> None:
    if not notice.unit.is_current(timezone.localdate()):
        raise Refused(_("%(unit)s已经停用。") % {"unit": notice.unit})
    if notice.inspectors.count() < FEWEST_INSPECTORS:
        raise Incomplete(_("检查人不少于两人。"))
    if not notice.problems.exists():
        raise Incomplete(_("请至少写一条存在问题。"))
    clauses = notice.clauses.all()
    if not clauses:
        raise Incomplete(_("请选择依据的条款。"))
    checked_on = timezone.localdate(notice.checked_at)
    in_force = Clause.objects.in_force(checked_on).filter(pk__in=clauses)
    dead = [str(each) for each in clauses if each not in set(in_force)]
    if dead:
        raise Incomplete(
            _("检查那天没有生效的条款：%(clauses)s") % {"clauses": "、".join(dead)}
        )
