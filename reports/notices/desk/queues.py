"""The heaps of work at the inspectors' desk, and what may be sieved out of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from reports.complaints.desk.queues import count_heaps, offered_choices
from reports.complaints.workflow import Decision
from reports.notices.desk.scopes import visible_to
from reports.notices.models import LadderProposal, NoticeEvidence, NoticeExtension
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.workflow import NoticeState

Sieve = Callable[[NoticeQuerySet, datetime], NoticeQuerySet]
_S = NoticeState


@dataclass(frozen=True)
class Queue:
    code: str
    label: Promise
    sieve: Sieve
    hint: Promise
    is_newest_first: bool = False


def _of_state(*states: NoticeState) -> Sieve:
    return lambda found, _now: found.filter(state__in=states)


def _due_today(found: NoticeQuerySet, now: datetime) -> NoticeQuerySet:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0)
    return found.running().filter(due_at__range=(now, midnight + timedelta(days=1)))


def _to_grant(found: NoticeQuerySet, _now: datetime) -> NoticeQuerySet:
    asked = NoticeExtension.objects.filter(state=Decision.OPEN)
    return found.filter(pk__in=asked.values("notice"))


def _with_doubts(found: NoticeQuerySet, _now: datetime) -> NoticeQuerySet:
    doubtful = NoticeEvidence.objects.after().doubtful()
    return found.open().filter(pk__in=doubtful.values("notice"))


def _with_proposals(found: NoticeQuerySet, _now: datetime) -> NoticeQuerySet:
    waiting = LadderProposal.objects.waiting().filter(notice__isnull=False)
    return found.filter(pk__in=waiting.values("notice"))


QUEUES = (
    Queue("drafts", _("草稿"), _of_state(_S.DRAFT), _("还没有签发。"), True),
    Queue("serve", _("待送达"), _of_state(_S.ISSUED), _("签发了，还没有送到单位。")),
    Queue("today", _("今日到期"), _due_today, _("今天以内要改好。")),
    Queue(
        "overdue",
        _("逾期"),
        lambda found, now: found.overdue(now),
        _("期限已过，单位还没有反馈。"),
    ),
    Queue("plans", _("方案待审"), _of_state(_S.PLANNED), _("单位报了原因和方案。")),
    Queue(
        "reinspect",
        _("待复查"),
        _of_state(_S.SUBMITTED, _S.REINSPECTING),
        _("单位反馈改好了，换一个人到现场看。"),
    ),
    Queue(
        "confirm", _("待群众确认"), _of_state(_S.PASSED), _("复查合格，等反映人表态。")
    ),
    Queue("objections", _("异议"), _of_state(_S.OBJECTED), _("由没有经手的人决定。")),
    Queue("extensions", _("延期待批"), _to_grant, _("申请的人不能自己决定。")),
    Queue("photos", _("照片疑点"), _with_doubts, _("照片有疑点，由人核对。")),
    Queue("ladder", _("督办措施建议"), _with_proposals, _("系统提出，由人决定。")),
    Queue("all", _("全部"), lambda found, _now: found, _("最近的在前。"), True),
)
BY_CODE = {queue.code: queue for queue in QUEUES}
COUNTED = tuple(queue for queue in QUEUES if queue.code != "all")


def counts_for(user: User) -> list[tuple[Queue, str]]:
    """Return each queue with how much lies in it: one query."""
    now, seen = timezone.now(), visible_to(user)
    heaps = [queue.sieve(seen, now) for queue in COUNTED]
    known = dict(zip(COUNTED, count_heaps(user, heaps), strict=True))
    return [(queue, known.get(queue, "")) for queue in QUEUES]


class SieveForm(forms.Form):
    """What is looked for. Fields that make no sense sieve nothing out."""

    q = forms.CharField(label=_("文号、标题或地点"), required=False, max_length=60)
    unit = forms.TypedChoiceField(
        label=_("单位"), required=False, coerce=int, empty_value=None
    )
    area = forms.TypedChoiceField(
        label=_("片区"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = offered_choices()
        for name, empty in (("unit", _("所有单位")), ("area", _("所有片区"))):
            field: Any = self.fields[name]
            field.choices = [("", empty), *found[name]]

    def sieved(self, found: NoticeQuerySet, queue: Queue) -> NoticeQuerySet:
        self.is_valid()
        said = self.cleaned_data
        for name in ("unit", "area"):
            if value := said.get(name):
                found = found.filter(**{name: value})
        for word in (said.get("q") or "").split()[:5]:
            found = found.filter(
                Q(number__icontains=word)
                | Q(title__icontains=word)
                | Q(place_text__icontains=word)
                | Q(street__name__icontains=word)
            )
        if queue.is_newest_first:
            return found.order_by("-pk")
        return found.order_by(F("due_at").asc(nulls_last=True), "pk")
