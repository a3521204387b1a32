from django import forms
from django.utils.translation import gettext_lazy as _


class ClearForm(forms.Form):
    because = forms.CharField(
        label=_("核实情况"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有工作人员看得到。"),
    )


class VoidForm(forms.Form):
    because = forms.CharField(
        label=_("作废原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("参赛人会看到，写清楚依据哪条规则。不写别人的姓名。"),
    )


class FlagForm(forms.Form):
    because = forms.CharField(
        label=_("疑点"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=_("决定"),
        choices=[
            ("", _("请选择")),
            ("1", _("成立，作废的恢复成绩")),
            ("0", _("不成立")),
        ],
        coerce=lambda value: value == "1",
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("申诉人会看到。"),
    )


class AwardForm(forms.Form):
    position = forms.IntegerField(
        label=_("这份答卷的第几题"),
        min_value=1,
        help_text=_("题目有误的，所有抽到这道题的人都按答对算，成绩和名次重算。"),
    )
    because = forms.CharField(
        label=_("公开的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("结果页上谁都看得到。"),
    )
