"""The form of a new notice, short enough for a phone in the street."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.geometry import Point, area_at
from portal.directory.models import Area, Place, Street, Unit
from portal.evidence.models import Evidence
from portal.users.models import User
from reports.complaints.desk.scopes import visible_to as complaints_visible_to
from reports.complaints.masking import mask
from reports.complaints.models import Category, Complaint
from reports.notices.models import RectificationNotice
from reports.notices.services import NoticeFields, ProblemDraft
from reports.notices.workflow import Focus, NoticeSource

MOST_PROBLEMS = 6
MOST_COMPLAINTS = 20
LOCAL = "%Y-%m-%dT%H:%M"


class DraftForm(forms.Form):
    unit_name = forms.CharField(
        label=gettext_lazy("责任单位"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        help_text=gettext_lazy("写几个字再选，比如“城管”。"),
    )
    title = forms.CharField(
        label=gettext_lazy("事由（可不写）"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("不写就用地点和类别。"),
    )
    checked_at = forms.DateTimeField(
        label=gettext_lazy("检查时间"),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    street = forms.ModelChoiceField(
        label=gettext_lazy("街道"),
        queryset=Street.objects.order_by("name"),
        required=False,
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("地点"),
        queryset=Place.objects.order_by("name"),
        required=False,
    )
    place_text = forms.CharField(
        label=gettext_lazy("位置说明"), max_length=200, required=False
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    requirement = forms.CharField(
        label=gettext_lazy("整改要求"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    source = forms.ChoiceField(label=gettext_lazy("来源"), choices=NoticeSource.choices)
    focus = forms.ChoiceField(
        label=gettext_lazy("检查类别"),
        choices=[("", gettext_lazy("不分")), *Focus.choices],
        required=False,
    )
    inspectors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("检查人（不少于两人）"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    inspected_by = forms.CharField(
        label=gettext_lazy("打印的检查人（可不写）"), max_length=120, required=False
    )
    complaints = forms.CharField(
        label=gettext_lazy("相关投诉件的编号（可不写）"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("几件写在一起，用空格分开。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people: Any = self.fields["inspectors"]
        people.queryset = inspectors_to_choose()
        people.label_from_instance = lambda each: each.get_full_name() or str(each)

    def clean_unit_name(self) -> Unit:
        return find_unit(self.cleaned_data["unit_name"])

    def clean_complaints(self) -> list[Complaint]:
        numbers = self.cleaned_data["complaints"].upper().replace("，", " ").split()
        wanted = list(dict.fromkeys(numbers))[:MOST_COMPLAINTS]
        found = {
            each.number: each
            for each in complaints_visible_to(self.user)
            .filter(number__in=wanted)
            .select_related("category", "merged_into", "accused_unit")
        }
        if unknown := [number for number in wanted if number not in found]:
            raise forms.ValidationError(
                _("没有这个编号，或者不在您的经办范围：%(numbers)s"),
                params={"numbers": "、".join(unknown)},
            )
        return [found[number] for number in wanted]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        try:
            said["point"] = Point(said["lat"], said["lon"])
        except (KeyError, TypeError, ValueError):
            said["point"] = None
        return said

    def as_fields(
        self, problems: Sequence[ProblemDraft], evidence: Sequence[Evidence]
    ) -> NoticeFields:
        """Return what the services are given."""
        said = self.cleaned_data
        point: Point | None = said["point"]
        area = area_at(point, Area.objects.all()) if point else None
        return {
            "unit": said["unit_name"],
            "title": said["title"] or _title(said, problems),
            "problems": problems,
            "requirement": said["requirement"],
            "checked_at": said["checked_at"],
            "source": NoticeSource(said["source"]),
            "focus": said["focus"],
            "inspectors": list(said["inspectors"]),
            "inspected_by": said["inspected_by"],
            "area": area or _area_of(said),
            "street": said["street"],
            "place": said["place"],
            "place_text": said["place_text"],
            "lat": point.lat if point else None,
            "lon": point.lon if point else None,
            "complaints": said["complaints"],
            "evidence": evidence,
        }


def find_unit(typed: str) -> Unit:
    """Return the one unit that is meant; whoever wrote too little is told which."""
    typed = typed.strip()
    current = Unit.objects.current(timezone.localdate())
    exact = list(current.filter(Q(name=typed) | Q(short_name=typed))[:2])
    near = exact or list(
        current.filter(Q(name__icontains=typed) | Q(short_name__icontains=typed))[:6]
    )
    if len(near) == 1:
        return near[0]
    if not near:
        raise forms.ValidationError(_("没有叫这个名字的单位。"))
    names = "、".join(unit.short_name for unit in near[:5])
    raise forms.ValidationError(
        _("有几个单位都像，请写全：%(names)s"), params={"names": names}
    )


def inspectors_to_choose() -> Any:
    """Return who may be named as having looked: those who may inspect again, too."""
    return (
        User.objects.filter(is_active=True)
        .filter(
            Q(groups__permissions__codename="reinspect_notice")
            | Q(user_permissions__codename="reinspect_notice")
        )
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def initial_for(user: User, complaints: Sequence[Complaint]) -> dict[str, Any]:
    """Return what a new form starts with: now, me, and what the complaints say."""
    initial: dict[str, Any] = {
        "checked_at": timezone.localtime(),
        "inspectors": [user.pk],
        "source": NoticeSource.DAILY.value,
    }
    if not complaints:
        return initial
    first = complaints[0]
    return initial | {
        "source": NoticeSource.COMPLAINT.value,
        "unit_name": first.unit.short_name if first.unit else "",
        "street": first.street_id,
        "place": first.place_id,
        "lat": first.lat,
        "lon": first.lon,
        "requirement": first.category.closing_standard,
        "complaints": " ".join(each.number for each in complaints),
    }


def problems_for(complaints: Sequence[Complaint]) -> list[dict[str, Any]]:
    """Return a row for each complaint, in the words that may leave the desk."""
    return [
        {
            "text": each.text_public or mask(each.text).text,
            "category": each.category_id,
        }
        for each in complaints[:MOST_PROBLEMS]
    ]


def initial_from(notice: RectificationNotice) -> dict[str, Any]:
    """Return the form as the draft has it."""
    names = ("title", "place_text", "lat", "lon", "requirement", "source", "focus")
    numbers = notice.complaint_links.values_list("complaint__number", flat=True)
    return {name: getattr(notice, name) for name in names} | {
        "unit_name": notice.unit.short_name,
        "checked_at": timezone.localtime(notice.checked_at),
        "street": notice.street_id,
        "place": notice.place_id,
        "inspectors": list(notice.inspectors.values_list("pk", flat=True)),
        "inspected_by": notice.inspected_by,
        "complaints": " ".join(numbers),
    }


def _title(said: dict[str, Any], problems: Sequence[ProblemDraft]) -> str:
    where = said["place"] or said["street"] or ""
    kind = next((each.category for each in problems if each.category), None)
    what = str(kind) if kind else problems[0].text if problems else ""
    return f"{where}{what}"[:80]


def _area_of(said: dict[str, Any]) -> Area | None:
    if said["place"]:
        area: Area = said["place"].area
        return area
    if said["street"]:
        found: Area | None = said["street"].areas.first()
        return found
    return None


def offered_categories() -> list[Category]:
    return list(Category.objects.offered().select_related("family"))
