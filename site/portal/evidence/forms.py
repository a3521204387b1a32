"""The boxes of a picture as rows of numbers, which need no script."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Box, Evidence
from portal.evidence.services import BoxDraft

SPARE_ROWS = 3
# What a person looks for before anybody else may look (PR-31).
CHECKLIST = [
    ("faces", _("路人的脸已经遮住")),
    ("minors", _("画面里没有能认出来的未成年人")),
    ("plates", _("车牌已经遮住")),
    ("doors", _("门牌号和住户信息已经遮住")),
    ("phones", _("招牌、传单上的电话号码已经遮住")),
    ("screens", _("手机、电脑屏幕和证件已经遮住")),
    ("private", _("没有拍进私人房间，没有让人难堪的画面")),
]


class BoxForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    x = forms.IntegerField(label=_("左"), min_value=0, max_value=999)
    y = forms.IntegerField(label=_("上"), min_value=0, max_value=999)
    w = forms.IntegerField(label=_("宽"), min_value=1, max_value=1000)
    h = forms.IntegerField(label=_("高"), min_value=1, max_value=1000)
    kind = forms.ChoiceField(label=_("内容"), choices=Box.Kind.choices, required=False)

    def has_changed(self) -> bool:
        """Tell whether there is a box in this row: a kind alone is none."""
        return any(
            self.data.get(self.add_prefix(name)) for name in ("pk", "x", "y", "w", "h")
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for start, length, says in (
            ("x", "w", _("框伸出了右边：左加宽不能超过 1000。")),
            ("y", "h", _("框伸出了下边：上加高不能超过 1000。")),
        ):
            if values.get(start, 0) + values.get(length, 0) > 1000:
                raise ValidationError(says)
        return values


class BoxFormSet(forms.BaseFormSet[BoxForm]):
    def add_fields(self, form: BoxForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("不遮挡")

    def drafts(self) -> list[BoxDraft]:
        return [
            BoxDraft(
                **{
                    name: form.cleaned_data[name] for name in ("x", "y", "w", "h", "pk")
                },
                kind=form.cleaned_data["kind"] or Box.Kind.OTHER,
            )
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]


_FormSet: type[BoxFormSet] = forms.formset_factory(
    BoxForm,
    formset=BoxFormSet,
    extra=SPARE_ROWS,
    can_delete=True,
    max_num=100,
    absolute_max=150,
    validate_max=True,
)  # type: ignore[assignment]


def box_rows(evidence: Evidence, posted: Any = None) -> BoxFormSet:
    rows: Sequence[dict[str, Any]] = [
        {"pk": box.pk, "x": box.x, "y": box.y, "w": box.w, "h": box.h, "kind": box.kind}
        for box in evidence.boxes.shown()
    ]
    return _FormSet(posted, initial=rows, prefix="box")


class ChecklistForm(forms.Form):
    """Every line is ticked by a person, each time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in CHECKLIST:
            self.fields[name] = forms.BooleanField(
                label=label,
                error_messages={"required": _("请看过画面，再勾选这一项。")},
            )
