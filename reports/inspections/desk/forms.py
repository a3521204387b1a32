from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.geometry import Point
from portal.directory.models import Area
from portal.users.models import User
from portal.users.roles import Role
from reports.inspections.models import InspectionPoint, Round
from reports.inspections.services import CheckSubmission
from reports.inspections.workflow import RoundKind

TICK = "tick-"
MOST_TICKS = 60
ANSWERS = {"yes": True, "no": False}


class RoundForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=RoundKind.choices)
    title = forms.CharField(label=_("名称"), max_length=60)
    starts_on = forms.DateField(
        label=_("开始"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("结束"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("不填就一直查下去，直到结束这一轮。"),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("片区"),
        queryset=Area.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示全部片区。"),
    )
    inspectors = forms.ModelMultipleChoiceField(
        label=_("检查人员"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示全体检查员；暗访必须指定，别人看不到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            is_active=True, groups__name=Role.INSPECTOR.value
        ).distinct()


class CheckForm(forms.Form):
    """What comes from a form, or from a device that kept it. Ticks are `tick-<key>`."""

    key = forms.CharField(max_length=64)
    point = forms.ModelChoiceField(
        queryset=InspectionPoint.objects.select_related("area"), required=False
    )
    area = forms.ModelChoiceField(queryset=Area.objects.all(), required=False)
    place_text = forms.CharField(required=False, max_length=200)
    note = forms.CharField(required=False, max_length=500)
    checked_at = forms.CharField(required=False, max_length=40)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)

    def submission(self, round_: Round) -> CheckSubmission:
        said = self.cleaned_data
        lat, lon = said["lat"], said["lon"]
        return CheckSubmission(
            round=round_,
            passed=self.passed,
            key=said["key"],
            point=said["point"],
            area=said["area"],
            place_text=said["place_text"],
            place=None if lat is None or lon is None else Point(lat, lon),
            note=said["note"],
            checked_at=_moment(said["checked_at"]),
        )

    @property
    def passed(self) -> dict[int, bool]:
        """Return the answers, whatever else was sent."""
        found = {}
        for name in list(self.data)[: MOST_TICKS * 2]:
            key = name.removeprefix(TICK)
            answer = ANSWERS.get(str(self.data[name]))
            is_tick = name.startswith(TICK) and key.isascii() and key.isdigit()
            if is_tick and len(key) < 19 and answer is not None:
                found[int(key)] = answer
        return found


def _moment(written: str) -> Any:
    """Read what the device's clock said; nonsense is as if it had said nothing."""
    try:
        moment = forms.DateTimeField().to_python(written)
    except forms.ValidationError:
        return None
    if moment is not None and timezone.is_naive(moment):
        return timezone.make_aware(moment)
    return moment
