"""What is typed in about a draw. The services decide on it."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from quizzes.contests.models import Contest, Stage
from quizzes.contests.workflow import StageKind
from quizzes.draws.models import Draw, Prize
from quizzes.draws.services.drafting import PrizeDraft, Rules
from quizzes.draws.workflow import PrizeKind, TicketRule

SPARE = 3
MOST_KINDS = 20


class MinuteInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _of(name: str) -> dict[str, Any]:
    """Label a field as the model does."""
    field: Any = Draw._meta.get_field(name)
    return {"label": field.verbose_name, "help_text": field.help_text}


class RulesForm(forms.Form):
    title = forms.CharField(max_length=60, **_of("title"))
    stage = forms.ModelChoiceField(queryset=Stage.objects.none(), **_of("stage"))
    least_percent = forms.IntegerField(
        min_value=0, max_value=100, initial=60, **_of("least_percent")
    )
    ticket_rule = forms.ChoiceField(choices=TicketRule.choices, **_of("ticket_rule"))
    tickets_until = forms.DateTimeField(widget=MinuteInput(), **_of("tickets_until"))
    draws_at = forms.DateTimeField(widget=MinuteInput(), **_of("draws_at"))
    public_source = forms.CharField(
        max_length=200,
        label=_of("public_source")["label"],
        help_text=_(
            "票单封存以后才产生、谁也管不了的数，例如“全国统一发行的双色球"
            "第2026140期开奖号码，从小到大，空格分开”。"
        ),
    )
    claim_days = forms.IntegerField(
        min_value=1, max_value=365, initial=15, **_of("claim_days")
    )
    claim_note = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **_of("claim_note")
    )
    n_substitutes = forms.IntegerField(
        min_value=0, max_value=1000, initial=10, **_of("n_substitutes")
    )

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage: Any = self.fields["stage"]
        stage.queryset = contest.stages.filter(kind=StageKind.OFFICIAL)
        stage.label_from_instance = lambda each: each.title

    def rules(self, prizes: list[PrizeDraft]) -> Rules:
        typed = dict(self.cleaned_data)
        typed["ticket_rule"] = TicketRule(typed["ticket_rule"])
        return Rules(prizes=prizes, **typed)


class PrizeForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=PrizeKind.choices)
    name = forms.CharField(label=_("奖品"), max_length=60, required=False)
    count = forms.IntegerField(
        label=_("份数"), min_value=1, max_value=10_000, required=False
    )
    value = forms.DecimalField(
        label=_("每份价值（元）"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("name"):
            for name in ("count", "value"):
                if typed.get(name) is None and name not in self.errors:
                    self.add_error(name, _("请填写。"))
        elif typed.get("count") is not None:
            self.add_error("name", _("请填写。"))
        return typed


PrizeForms = formset_factory(
    PrizeForm, extra=SPARE, max_num=MOST_KINDS, validate_max=True
)


def drafts_of(prizes: "BaseFormSet[Any]") -> list[PrizeDraft]:
    return [
        PrizeDraft(
            PrizeKind(typed["kind"]), typed["name"], typed["count"], typed["value"]
        )
        for typed in prizes.cleaned_data
        if typed.get("name")
    ]


def written(draw: Draw) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a draft as its forms show it."""
    rules = {name: getattr(draw, name) for name in RulesForm.base_fields}
    prizes = [
        {name: getattr(prize, name) for name in PrizeForm.base_fields}
        for prize in Prize.objects.filter(draw=draw)
    ]
    return rules, prizes


class ChanceForm(forms.Form):
    chance = forms.CharField(
        label=_("公共随机数的值"),
        max_length=200,
        required=False,
        help_text=_("规则里没有公共随机数的留空。"),
    )


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=_("理由（公开）"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("领奖码"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
