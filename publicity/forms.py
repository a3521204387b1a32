"""What an editor fills in to bring a regulation's text into the site, and to annotate it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from publicity.models import Regulation
from publicity.services.wording_changes import note_change, refuse_change
from publicity.services.wordings import RefusedByLaw
from publicity.wording.tidying import LONGEST


class WordingForm(forms.Form):
    """A regulation, a day and its plain text."""

    regulation = forms.ModelChoiceField(
        Regulation.objects.order_by("title"), label=_("法规")
    )
    effective_on = forms.DateField(
        label=_("施行日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    text = forms.CharField(
        label=_("全文"),
        strip=False,
        # As a validator: with `max_length` a browser would cut a paste off in silence.
        validators=[
            MaxLengthValidator(
                LONGEST,
                _(
                    "文本有%(show_value)d字，比最长的法律还长得多，没有读。"
                    "请看看是不是把别的内容也贴进来了。"
                ),
            )
        ],
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text=_(
            "从正式文本里复制纯文字粘贴。每条、款、项、目各占一行；条旨写在【】里。"
        ),
    )
    accepting_faults = forms.BooleanField(
        label=_("我已对照正式文本，原文就是这样，仍然存下来（会记录在案）"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        regulation, day = cleaned.get("regulation"), cleaned.get("effective_on")
        if regulation and day and regulation.versions.filter(effective_on=day).exists():
            self.add_error("effective_on", _("这一天已经有一个版本，请先核对日期。"))
        return cleaned


class RepealForm(forms.Form):
    on = forms.DateField(
        label=_("废止日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    because = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("写明废止决定的名称和文号。")
    )


class ErratumForm(forms.Form):
    """How a public clause should read, from somebody who has seen a typing error in it."""

    title = forms.CharField(label=_("条旨"), max_length=80, required=False)
    text = forms.CharField(
        label=_("条文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("只改错字。条号、款和项、日期都不能改。"),
    )
    because = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("读者看得到，如：录入时打错。"),
        error_messages={"required": _("请写明更正的原因，读者看得到。")},
    )

    def clean_text(self) -> str:
        return str(_plain(self.cleaned_data["text"]))


class LawForm(WagtailAdminModelForm):
    """A row of a regulation: the services say what may be changed, and note it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, value in cleaned.items():
            cleaned[name] = _plain(value)
        try:
            refuse_change(self.instance, self.changes(cleaned), by=self.for_user)
        except RefusedByLaw as refusal:
            raise ValidationError(str(refusal)) from refusal
        return cleaned

    def changes(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {
            name: cleaned[name]
            for name in self.changed_data
            if name in cleaned and cleaned[name] != _plain(self.initial.get(name))
        }

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        row = super().save(commit)
        changes = self.changes(self.cleaned_data)
        note_change(row, changes, before=self.initial, by=self.for_user)
        return row


def _plain(value: Any) -> Any:
    """Return a text as it is kept: browsers send their own ends of lines."""
    return "\n".join(value.strip().splitlines()) if isinstance(value, str) else value
