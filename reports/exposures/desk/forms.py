"""What editors fill in about an exposure. Rules stand in the services alone."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Evidence
from publicity.models import Clause
from reports.exposures.models import Exposure, ExposureBatch, ExposureEvidence
from reports.exposures.services.drafting import EDITABLE
from reports.exposures.workflow import CorrectionReason, PictureRole
from reports.notices.models import RectificationNotice


def _text(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,  # the service says in words what is missing
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """A draft; of a unit most of it comes from its notice."""

    notice_number = forms.CharField(
        label=_("整改通知单编号"),
        required=False,
        help_text=_("曝光单位时填写；标题、事实、地点、依据会带过来。"),
    )

    class Meta:
        model = Exposure
        fields = ["kind", *EDITABLE, "clauses"]
        widgets = {
            "facts": forms.Textarea(attrs={"rows": 5}),
            "clauses": forms.SelectMultiple(attrs={"size": 8}),
            "publish_until": forms.DateInput(attrs={"type": "date"}),
            "review_on": forms.DateInput(attrs={"type": "date"}),
            "found_at": forms.DateTimeInput(attrs={"type": "datetime-local"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "facts", "found_at", "reason_code", "clauses"):
            self.fields[name].required = False
        clauses: Any = self.fields["clauses"]
        clauses.queryset = Clause.objects.in_force(timezone.localdate()).articles()
        if self.instance.pk:
            for name in ("kind", "notice_number"):
                del self.fields[name]
            clauses.queryset |= self.instance.clauses.all()

    def clean_notice_number(self) -> RectificationNotice | None:
        number = self.cleaned_data["notice_number"].strip()
        if not number:
            return None
        found = RectificationNotice.objects.issued().filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的通知单。"), code="unknown")
        return found

    def _post_clean(self) -> None:
        """Leave the judging to the service, which says in words what is wrong."""

    def given(self) -> dict[str, Any]:
        """Return what was filled in, under the names that the services know.

        What is empty in a new one comes from its notice.
        """
        said = {k: v for k, v in self.cleaned_data.items() if k != "notice_number"}
        if self.instance.pk:
            return said
        return {
            name: value
            for name, value in said.items()
            if value not in (None, "") and not (name == "clauses" and not value)
        }


class BatchForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ExposureBatch
        fields = ["title", "cover_text", "planned_on", "episode"]
        widgets = {"planned_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False


class ActionForm(forms.Form):
    """Any act on one exposure, decided on what was shown: `version`."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, exposure: Exposure, verb: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.auto_id = f"{verb}-%s"
        self.exposure = exposure
        self.fields["version"].initial = exposure.version
        self.prepare()

    def prepare(self) -> None:
        """Offer what fits this exposure."""


class BecauseForm(ActionForm):
    because = _text(_("理由"), rows=2)


class CommentForm(ActionForm):
    comment = _text(_("意见（可不填）"), rows=2)


class PrivacyForm(ActionForm):
    has_no_faces = forms.BooleanField(
        label=_("人脸、车牌、门牌、电话都已遮挡"), required=False
    )
    has_no_minors = forms.BooleanField(
        label=_("没有未成年人，或已完全遮挡"), required=False
    )
    has_no_secrets = forms.BooleanField(
        label=_("不涉及国家秘密、工作秘密和商业秘密"), required=False
    )
    names_nobody = forms.BooleanField(
        label=_("文字里没有任何个人的姓名"), required=False
    )


class StatementForm(ActionForm):
    text = _text(_("单位怎么说"))
    post = forms.CharField(label=_("填报人职务"), required=False, max_length=60)


class PublishForm(ActionForm):
    override_because = _text(
        _("提前曝光的理由（只有指挥部负责人能填，会公开）"), rows=2
    )


class ScheduleForm(ActionForm):
    at = forms.DateTimeField(
        label=_("曝光时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


class PictureForm(ActionForm):
    evidence = forms.CharField(label=_("证据编号"), max_length=32)
    role = forms.ChoiceField(label=_("用途"), choices=PictureRole.choices)
    caption = forms.CharField(label=_("说明"), required=False, max_length=100)

    def clean_evidence(self) -> Evidence:
        wanted = self.cleaned_data["evidence"].strip()
        found = Evidence.objects.filter(public_id=wanted).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的证据。"), code="unknown")
        return found


class CorrectionForm(ActionForm):
    reason = forms.ChoiceField(label=_("原因类别"), choices=CorrectionReason.choices)
    text = _text(_("说明（公开）"))
    requested_on = forms.DateField(
        label=_("提出日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class CorrectForm(CorrectionForm):
    title = forms.CharField(label=_("标题"), max_length=60)
    headline = forms.CharField(label=_("一句话"), max_length=60, required=False)
    facts = _text(_("问题描述"), rows=5)
    withdrawing = forms.ModelMultipleChoiceField(
        label=_("撤下这些照片"),
        queryset=ExposureEvidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["version", "reason", "text"]

    def prepare(self) -> None:
        for name in ("title", "headline", "facts"):
            self.fields[name].initial = getattr(self.exposure, name)
        pictures: Any = self.fields["withdrawing"]
        pictures.queryset = self.exposure.evidence_links.all()

    def changes(self) -> dict[str, str]:
        return {
            name: self.cleaned_data[name]
            for name in ("title", "headline", "facts")
            if self.cleaned_data[name] != getattr(self.exposure, name)
        }


class KeepForm(BecauseForm):
    until = forms.DateField(
        label=_("下次复核"), widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order = ["version", "until", "because"]


class RectifiedForm(ActionForm):
    text = _text(_("核验情况"))
