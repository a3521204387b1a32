from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Unit
from portal.standards.models import StandardItem, StandardSet
from reports.standards.coverage import Row
from reports.standards.taggable import kinds
from reports.standards.workflow import AssessmentStatus, Quarter

QUARTERS = 6


def quarters() -> list[tuple[str, str]]:
    """Return the quarters to choose from, this one first."""
    quarter = Quarter.of(timezone.localdate())
    found = []
    for _number in range(QUARTERS):
        found.append((str(quarter), quarter.label))
        quarter = quarter.previous
    return found


class CoverageForm(forms.Form):
    """What to look at. What is left out is everything."""

    set = forms.ModelChoiceField(
        label=_("标准"),
        queryset=StandardSet.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=None,
    )
    period = forms.ChoiceField(label=_("评估期"), required=False)
    head = forms.ModelChoiceField(
        label=_("大项"),
        queryset=StandardItem.objects.filter(parent=None),
        to_field_name="code",
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=_("牵头单位"),
        queryset=Unit.objects.filter(standard_items__isnull=False).distinct(),
        to_field_name="code",
        required=False,
    )
    evidence = forms.ChoiceField(
        label=_("依据"),
        choices=[("", _("全部")), ("none", _("还没有")), ("some", _("已有"))],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("自评"),
        choices=[("", _("全部")), *AssessmentStatus.choices],
        required=False,
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked or None)
        self.fields["period"].choices = quarters()  # type: ignore[attr-defined]
        self.standard = self._chosen_set()
        self.fields["head"].queryset = StandardItem.objects.filter(  # type: ignore[attr-defined]
            parent=None, set=self.standard
        )
        self.said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        self.quarter = Quarter.parse(self.said.get("period") or "") or Quarter.of(
            timezone.localdate()
        )

    def _chosen_set(self) -> StandardSet | None:
        code = self.data.get("set") if self.is_bound else ""
        sets = list(StandardSet.objects.all())
        return next((each for each in sets if each.code == code), None) or next(
            iter(sets), None
        )

    def sieve(self, rows: list[Row]) -> list[Row]:
        said = self.said
        return [
            row
            for row in rows
            if (not said.get("head") or row.head == said["head"])
            and (not said.get("unit") or row.item.lead_unit_id == said["unit"].pk)
            and (
                not said.get("evidence") or row.is_bare == (said["evidence"] == "none")
            )
            and (not said.get("status") or row.status == said["status"])
        ]


class TagForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"))
    written = forms.CharField(label=_("编号或网址"), max_length=300)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.key, f"{kind.label}（{kind.hint}）") for kind in kinds()
        ]


class AssessForm(forms.Form):
    period = forms.ChoiceField(label=_("评估期"))
    status = forms.ChoiceField(label=_("自评"), choices=AssessmentStatus.choices)
    score = forms.DecimalField(
        label=_("自评分"), min_value=0, max_digits=6, decimal_places=1, required=False
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = quarters()  # type: ignore[attr-defined]
