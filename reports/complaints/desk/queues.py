"""The heaps of work on the desk, and what may be sieved out of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import F, IntegerField, Q, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area, Unit
from portal.users.models import User
from reports.complaints.desk.scopes import sight_of, visible_to
from reports.complaints.models import Category, Extension
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.workflow import Channel, ComplaintState, Decision

COUNTED_TO = 999
CHOICES_KEY, CHOICES_KEPT = "desk:choices", 60
Sieve = Callable[[ComplaintQuerySet, datetime], ComplaintQuerySet]


@dataclass(frozen=True)
class Queue:
    code: str
    label: Promise
    sieve: Sieve
    hint: Promise
    order: str = "due"


def _of_state(*states: ComplaintState) -> Sieve:
    return lambda found, _now: found.open().filter(state__in=states)


def _to_grant(found: ComplaintQuerySet, _now: datetime) -> ComplaintQuerySet:
    asked = Extension.objects.filter(state=Decision.OPEN)
    return found.filter(pk__in=asked.values("complaint"))


QUEUES = (
    Queue(
        "new",
        _("新件"),
        lambda found, _now: found.new(),
        _("还没有决定受理不受理。"),
        "old",
    ),
    Queue(
        "today",
        _("今日到期"),
        lambda found, now: found.due_today(now),
        _("今天以内要办完。"),
    ),
    Queue(
        "overdue",
        _("逾期"),
        lambda found, now: found.overdue(now),
        _("办理期限已过，还没有办完。"),
    ),
    Queue(
        "disputed",
        _("有异议"),
        lambda found, _now: found.disputed(),
        _("反映人对结果有异议，等待复核。"),
    ),
    Queue(
        "waiting",
        _("待补充"),
        lambda found, _now: found.waiting(),
        _("等反映人补充情况。"),
    ),
    Queue(
        "verify",
        _("待核查"),
        _of_state(ComplaintState.ACCEPTED, ComplaintState.VERIFYING),
        _("已经受理，核查以后立案。"),
    ),
    Queue(
        "dispatch",
        _("待派单"),
        lambda found, _now: found.to_dispatch(),
        _("已经立案、退回来的和重新办理的。"),
    ),
    Queue("extension", _("延期待批"), _to_grant, _("单位申请延期，等待决定。")),
    Queue(
        "check",
        _("待核实"),
        lambda found, _now: found.to_check(),
        _("单位报告已经处置，换一个人去看。"),
    ),
    Queue(
        "publish",
        _("待公开"),
        lambda found, _now: found.to_publish(),
        _("看过脱敏结果就可以公开。"),
        "new",
    ),
    Queue(
        "all", _("全部"), lambda found, _now: found, _("所有件，最近的在前。"), "new"
    ),
)
BY_CODE = {queue.code: queue for queue in QUEUES}
COUNTED = tuple(queue for queue in QUEUES if queue.code not in {"all", "publish"})

ORDERS: dict[str, tuple[Any, ...]] = {
    # What has no deadline yet stands last, on every database.
    "due": (F("due_at").asc(nulls_last=True), "pk"),
    "new": ("-pk",),
    "old": ("pk",),
}
SORTS = [
    ("", _("默认顺序")),
    ("due", _("按期限")),
    ("new", _("最近的在前")),
    ("old", _("最早的在前")),
]
DAYS = [
    ("", _("不限时间")),
    ("1", _("最近1天")),
    ("7", _("最近7天")),
    ("30", _("最近30天")),
    ("90", _("最近90天")),
]


class _Capped(Subquery):
    """Counts no further than the subquery's limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def counts_for(user: User) -> list[tuple[Queue, str]]:
    """Return each queue with how much lies in it: one query, at any size."""
    now = timezone.now()
    seen = visible_to(user)
    heaps = [queue.sieve(seen, now) for queue in COUNTED]
    known = dict(zip(COUNTED, count_heaps(user, heaps), strict=True))
    return [(queue, known.get(queue, "")) for queue in QUEUES]


def count_heaps(user: User, heaps: Sequence[QuerySet[Any]]) -> list[str]:
    """Count each heap up to a limit, as it is written beside it: one query."""
    numbers = (
        User.objects.filter(pk=user.pk)
        .values_list(
            *(
                _Capped(
                    heap.order_by().values("pk")[: COUNTED_TO + 1],
                    output_field=IntegerField(),
                )
                for heap in heaps
            )
        )
        .first()
    )
    return [_written(number) for number in numbers or [None] * len(heaps)]


def _written(count: int | None) -> str:
    if count is None:
        return ""
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


class SieveForm(forms.Form):
    """What the desk looks for. Fields that make no sense sieve nothing out."""

    q = forms.CharField(label=_("编号、内容或地点"), required=False, max_length=60)
    category = forms.TypedChoiceField(
        label=_("类别"), required=False, coerce=int, empty_value=None
    )
    area = forms.TypedChoiceField(
        label=_("片区"), required=False, coerce=int, empty_value=None
    )
    unit = forms.TypedChoiceField(
        label=_("单位"), required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("所有状态")), *ComplaintState.choices],
    )
    channel = forms.ChoiceField(
        label=_("来源"),
        required=False,
        choices=[("", _("所有来源")), *Channel.choices],
    )
    days = forms.ChoiceField(label=_("时间"), required=False, choices=DAYS)
    sort = forms.ChoiceField(label=_("顺序"), required=False, choices=SORTS)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        found = offered_choices()
        for name, empty in (
            ("category", _("所有类别")),
            ("area", _("所有片区")),
            ("unit", _("所有单位")),
        ):
            field: Any = self.fields[name]
            field.choices = [("", empty), *found[name]]

    def sieved(self, found: ComplaintQuerySet, queue: Queue) -> ComplaintQuerySet:
        """Return what is looked for, in the order asked for."""
        self.is_valid()
        said = self.cleaned_data
        for name in ("category", "area", "unit", "state", "channel"):
            if value := said.get(name):
                found = found.filter(**{name: value})
        if days := said.get("days"):
            since = timezone.localdate() - timedelta(days=int(days))
            found = found.filter(submitted_on__gte=since)
        if words := (said.get("q") or "").split():
            for word in words[:5]:
                found = found.filter(self._holding(word))
        return found.order_by(*ORDERS[said.get("sort") or queue.order])

    def _holding(self, word: str) -> Q:
        number = word.upper()
        said = "text_public" if sight_of(self.user).is_of_a_unit else "text"
        where = (
            Q(number__gte=number, number__lt=number + "\uffff")
            | Q(**{f"{said}__icontains": word})
            | Q(street__name__icontains=word)
            | Q(place__name__icontains=word)
            | Q(area__name__icontains=word)
        )
        if not sight_of(self.user).is_of_a_unit:
            where |= Q(place_text__icontains=word)
        return where


def offered_choices() -> dict[str, list[tuple[int, str]]]:
    """Return what the three lists offer: one query, and that once a minute."""
    kept: dict[str, list[tuple[int, str]]] | None = cache.get(CHOICES_KEY)
    if kept is not None:
        return kept
    found: dict[str, list[tuple[int, str]]] = {"category": [], "area": [], "unit": []}
    rows = (
        Category.objects.order_by()
        .values_list(Value("category"), "position", "pk", "name")
        .union(
            Area.objects.order_by().values_list(Value("area"), "pk", "pk", "name"),
            Unit.objects.order_by().values_list(
                Value("unit"), "pk", "pk", "short_name"
            ),
            all=True,
        )
    )
    for kind, _position, pk, name in sorted(rows):
        found[kind].append((pk, name))
    cache.set(CHOICES_KEY, found, CHOICES_KEPT)
    return found
