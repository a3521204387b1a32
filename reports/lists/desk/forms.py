"""What is typed in about lists and commendations. The services decide on it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area, Place, Unit
from publicity.models import Clause
from reports.lists.models import Commendation, Formula, ListRow, UnitList
from reports.lists.workflow import CommendationKind, ErratumEffect, ObjectionKind


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DraftForm(forms.Form):
    period = forms.CharField(
        label=_("期号"),
        max_length=16,
        help_text=_("例如2026-10；一月两期时写2026-10-a、2026-10-b。"),
    )
    title = forms.CharField(label=_("标题"), max_length=60)
    starts_on = forms.DateField(label=_("统计自"), widget=DayInput())
    ends_on = forms.DateField(label=_("统计至"), widget=DayInput())
    formula = forms.ModelChoiceField(
        label=_("公式版本"), queryset=Formula.objects.all()
    )


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=_("理由"), max_length=300, required=False, widget=forms.Textarea
    )


class ObjectionForm(forms.Form):
    """What a unit said by telephone or on paper."""

    row = forms.ModelChoiceField(label=_("单位"), queryset=ListRow.objects.none())
    kind = forms.ChoiceField(label=_("性质"), choices=ObjectionKind.choices)
    text = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea)
    post = forms.CharField(label=_("提出人职务"), max_length=60, required=False)

    def __init__(self, *args: Any, unit_list: UnitList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Any = self.fields["row"]
        row.queryset = unit_list.rows.all()


class ErratumForm(forms.Form):
    row = forms.ModelChoiceField(
        label=_("单位"),
        queryset=ListRow.objects.none(),
        required=False,
        empty_label=_("整份榜单"),
    )
    effect = forms.ChoiceField(label=_("作用"), choices=ErratumEffect.choices)
    text = forms.CharField(label=_("更正内容"), max_length=1000, widget=forms.Textarea)
    post = forms.CharField(label=_("决定人职务"), max_length=60)

    def __init__(self, *args: Any, unit_list: UnitList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Any = self.fields["row"]
        row.queryset = unit_list.rows.all()


class AnswerForm(forms.Form):
    objection = forms.IntegerField(widget=forms.HiddenInput)
    is_upheld = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("1", _("采纳")), ("0", _("不采纳"))],
        coerce=lambda value: value == "1",
    )
    answer = forms.CharField(label=_("答复"), max_length=1000, widget=forms.Textarea)


class CommendationForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=CommendationKind.choices)
    name = forms.CharField(
        label=_("名称"),
        max_length=60,
        help_text=_("单位、场所或集体的名称。不写个人姓名。"),
    )
    citation = forms.CharField(label=_("事迹"), max_length=500, widget=forms.Textarea)
    awarded_on = forms.DateField(
        label=_("日期"), widget=DayInput(), initial=timezone.localdate
    )
    period = forms.CharField(label=_("批次"), max_length=40, required=False)
    unit = forms.ModelChoiceField(
        label=_("所属单位"),
        queryset=Unit.objects.order_by("short_name"),
        required=False,
    )
    area = forms.ModelChoiceField(
        label=_("片区"), queryset=Area.objects.all(), required=False
    )
    place = forms.ModelChoiceField(
        label=_("地点"), queryset=Place.objects.all(), required=False
    )
    clauses = forms.ModelMultipleChoiceField(
        label=_("依据条款"),
        queryset=Clause.objects.none(),
        required=False,
        help_text=_("按住Ctrl可以选几条。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses: Any = self.fields["clauses"]
        clauses.queryset = Clause.objects.articles().in_force(timezone.localdate())

    @classmethod
    def of(cls, commendation: Commendation) -> "CommendationForm":
        names = [name for name in cls.base_fields if name != "clauses"]
        initial: dict[str, Any] = {name: getattr(commendation, name) for name in names}
        initial["clauses"] = list(commendation.clauses.values_list("pk", flat=True))
        return cls(initial=initial)
