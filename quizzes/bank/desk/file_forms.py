"""What is chosen when questions come in from a file or go out into one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import Pool
from quizzes.bank.workflow import Difficulty, Kind, QuestionState, Topic

ANY: list[tuple[Any, Any]] = [("", _("全部"))]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        allow_empty_file=True,
        help_text=_(
            "XLSX、CSV、GIFT（.gift或.txt）或者Moodle XML，最多5MB、2000道题。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.gift,.txt,.xml"}),
    )
    topic = forms.ChoiceField(
        label=_("没有写类别的题目归到"),
        choices=[("", _("不归，请提示我补上")), *Topic.choices],
        required=False,
    )


class ExportForm(forms.Form):
    """Named as the list of questions names what it is narrowed by."""

    q = forms.CharField(label=_("词"), max_length=60, required=False)
    topic = forms.ChoiceField(
        label=_("类别"), choices=[*ANY, *Topic.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("题型"), choices=[*ANY, *Kind.choices], required=False
    )
    difficulty = forms.ChoiceField(
        label=_("难度"), choices=[*ANY, *Difficulty.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("状态"), choices=[*ANY, *QuestionState.choices], required=False
    )
    regulation = forms.SlugField(required=False, widget=forms.HiddenInput)
    pool = forms.ModelChoiceField(
        label=_("题组"),
        queryset=Pool.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
