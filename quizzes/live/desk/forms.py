from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.live.models import LiveRound


class RoundForm(forms.ModelForm[LiveRound]):
    class Meta:
        model = LiveRound
        fields = [
            "title",
            "pool",
            "topic",
            "n_questions",
            "seconds",
            "speed_bonus",
            "has_names",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("pool", _("整个题库")), ("topic", _("各类都有"))):
            field: Any = self.fields[name]
            if name == "pool":
                field.empty_label = label
            else:
                field.choices = [("", label), *field.choices[1:]]
