"""What somebody types who wants to come. The services decide on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.refusals import Refused
from quizzes.events.models import Activity
from quizzes.events.services.signing_up import Answers, read_phone


class SignUpForm(forms.Form):
    """Asks what the activity asks, and nothing else."""

    name = forms.CharField(
        label=_("怎么称呼"),
        max_length=20,
        error_messages={"required": _("请写怎么称呼您，例如“李女士”。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        error_messages={"required": _("请写手机号，有变动好告诉您。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        ),
    )
    group = forms.CharField(
        label=_("单位或班级"),
        max_length=40,
        error_messages={"required": _("请写单位或者班级。")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    party_size = forms.IntegerField(
        label=_("一共几个人"),
        min_value=1,
        initial=1,
        error_messages={"required": _("请写一共来几个人。")},
    )
    remark = forms.CharField(
        label=_("备注"),
        max_length=200,
        required=False,
        help_text=_("例如坐轮椅，需要靠门的座位。可以不写。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    has_minors = forms.BooleanField(
        label=_("参加的人里有不满十四周岁的"), required=False
    )
    is_guardian = forms.BooleanField(
        label=_("我是孩子的监护人，同意填写"), required=False
    )
    agrees = forms.BooleanField(
        label=_("我看过了，同意"),
        error_messages={"required": _("请先看过个人信息怎么用，再勾选同意。")},
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        asked = {
            "phone": activity.asks_phone,
            "group": activity.asks_group,
            "remark": activity.asks_remark,
            "party_size": activity.largest_party > 1,
        }
        for name, is_asked in asked.items():
            if not is_asked:
                del self.fields[name]
        if "party_size" in self.fields:
            self.fields["party_size"] = _party_field(activity)

    def clean_phone(self) -> str:
        try:
            return read_phone(self.cleaned_data["phone"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("has_minors") and not cleaned.get("is_guardian"):
            self.add_error(
                "is_guardian", _("有不满十四周岁的孩子参加，要由监护人填写并勾选。")
            )
        return cleaned

    def answers(self) -> Answers:
        return Answers(**self.cleaned_data)


class ChangeForm(forms.Form):
    """More people, or fewer; and what was said beside it."""

    party_size = forms.IntegerField(label=_("一共几个人"), min_value=1)
    group = forms.CharField(label=_("单位或班级"), max_length=40)
    remark = forms.CharField(
        label=_("备注"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["party_size"] = _party_field(activity)
        if activity.largest_party == 1:
            del self.fields["party_size"]
        if not activity.asks_group:
            del self.fields["group"]
        if not activity.asks_remark:
            del self.fields["remark"]


def _party_field(activity: Activity) -> forms.IntegerField:
    most = activity.largest_party
    return forms.IntegerField(
        label=_("一共几个人"),
        min_value=1,
        max_value=most,
        initial=1,
        help_text=_("连您自己，最多%(most)s人。") % {"most": most},
        error_messages={
            "required": _("请写一共来几个人。"),
            "max_value": _("一次最多报%(limit_value)s个人。"),
            "min_value": _("至少一个人。"),
        },
    )
