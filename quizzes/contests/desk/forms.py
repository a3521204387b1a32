"""What is typed in about contests. The services decide on it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser

from portal.directory.models import Unit
from quizzes.bank.workflow import Kind
from quizzes.contests.models import Contest, DrawRule, RankPrize, Stage
from quizzes.contests.services.drafting import CORRECTABLE


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _low(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ContestForm(forms.ModelForm[Contest]):
    class Meta:
        model = Contest
        fields = [
            *("title", "slug", "number_prefix", "summary", "cover"),
            *("organiser", "co_organisers", "opens_at", "closes_at"),
            *("eligibility", "scoring_note", "is_for_prizes", "prizes", "naming"),
            *("privacy", "appeals", "contact"),
            *("has_units", "least_per_unit", "certificate_from", "preview_days"),
        ]
        widgets = {
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
            "cover": AdminImageChooser,
            **{
                name: _low()
                for name in (
                    *("eligibility", "scoring_note", "prizes", "naming"),
                    *("privacy", "appeals"),
                )
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.order_by("short_name")
        for name in ("organiser", "co_organisers"):
            field: Any = self.fields[name]
            field.queryset = units


class StageForm(forms.ModelForm[Stage]):
    class Meta:
        model = Stage
        fields = [
            *("title", "kind", "opens_at", "closes_at"),
            *("attempts_per_day", "attempts_in_all", "keeps"),
            *("time_limit", "question_limit", "grace", "extension"),
            *("are_questions_shuffled", "are_options_shuffled", "avoids_seen"),
            *("mark_rule", "tie_rule", "reveals"),
        ]
        widgets = {"opens_at": MomentInput(), "closes_at": MomentInput()}


class DrawRuleForm(forms.ModelForm[DrawRule]):
    kinds = forms.MultipleChoiceField(
        label=_("题型"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选就是什么题型都可以。"),
    )

    class Meta:
        model = DrawRule
        fields = ["count", "points", "pool", "topic", "kinds", "easiest", "hardest"]


class RankPrizeForm(forms.ModelForm[RankPrize]):
    class Meta:
        model = RankPrize
        fields = ["name", "count", "prize"]


class _Rows(BaseInlineFormSet[Any, Any, Any]):
    """Rows that may be left empty, and ticked to be deleted: no script is needed."""

    def kept(self) -> list[Any]:
        return [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms
            and (form.instance.pk or form.has_changed())
        ]

    def removed(self) -> list[Any]:
        return [form.instance for form in self.deleted_forms if form.instance.pk]


class _Rules(_Rows):
    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.kept():
            raise ValidationError(_("至少写一条抽题规则。"))


DrawRules = forms.inlineformset_factory(
    Stage, DrawRule, form=DrawRuleForm, formset=_Rules, extra=2, max_num=20
)
RankPrizes = forms.inlineformset_factory(
    Stage, RankPrize, form=RankPrizeForm, formset=_Rows, extra=3, max_num=20
)


class CloneForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=80)
    slug = forms.SlugField(label=_("网址名"), max_length=60)
    number_prefix = forms.CharField(label=_("编号"), max_length=20)
    opens_at = forms.DateTimeField(
        label=_("开始"),
        widget=MomentInput(),
        help_text=_("各阶段的时间跟着一起移。"),
    )


class BecauseForm(forms.Form):
    because = forms.CharField(label=_("原因（会公开）"), max_length=300, widget=_low())


class ExtensionForm(forms.Form):
    stage = forms.ModelChoiceField(label=_("阶段"), queryset=Stage.objects.none())
    until = forms.DateTimeField(
        label=_("延长到"),
        widget=MomentInput(),
        help_text=_("正在答的答卷跟着延长。抽奖和领奖的时间不跟着变。"),
    )
    because = forms.CharField(label=_("原因（会公开）"), max_length=200)

    def __init__(self, posted: Any, contest: Contest) -> None:
        super().__init__(posted)
        stage: Any = self.fields["stage"]
        stage.queryset = contest.stages.all()
        stage.label_from_instance = lambda each: each.title


class CorrectionForm(forms.ModelForm[Contest]):
    note = forms.CharField(label=_("更正说明（会公开）"), max_length=300)

    class Meta:
        model = Contest
        fields = list(CORRECTABLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["note", *CORRECTABLE])


class EntryForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.order_by("short_name")
    )
    label = forms.CharField(
        label=_("班级或科室"),
        max_length=40,
        required=False,
        help_text=_("整个单位的留空。同一单位再写一次就是改人数。"),
    )
    headcount = forms.IntegerField(label=_("申报人数"), min_value=1, max_value=100_000)
    is_of_minors = forms.BooleanField(label=_("未成年人班级"), required=False)
    note = forms.CharField(
        label=_("公开说明"),
        max_length=200,
        required=False,
        help_text=_("竞赛发布以后改动人数才要写。"),
    )


class TableForm(forms.Form):
    table = forms.FileField(
        label=_("XLSX或CSV"),
        help_text=_(
            "列名：单位、班级或科室、申报人数、未成年人班级。先下载现有的改最方便。"
        ),
    )
    note = forms.CharField(label=_("公开说明"), max_length=200, required=False)


class RevealForm(forms.Form):
    because = forms.CharField(
        label=_("查看理由"),
        max_length=200,
        help_text=_("会记下来：谁、什么时候、为什么看。"),
    )
