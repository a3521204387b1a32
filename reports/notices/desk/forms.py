"""What is filled in to act on a notice. Rules stand in the services alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from reports.complaints.desk.forms import VersionedForm
from reports.notices.models import LadderStep, RectificationNotice
from reports.notices.workflow import ResidentVerdict


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos of one form; each is judged when it is received."""

    widget = ManyFilesInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [each for each in data or [] if each]


def _area(label: Any, *, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,  # the service says in words what is missing
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def yes_or_no(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class NoticeForm(VersionedForm):
    """Any act on one notice."""

    def __init__(
        self,
        *args: Any,
        notice: RectificationNotice,
        user: User,
        verb: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, shown=notice.version, verb=verb, **kwargs)
        self.notice, self.user = notice, user
        self.prepare()

    def prepare(self) -> None:
        """Offer what fits this notice."""


class BecauseForm(NoticeForm):
    because = _area(_("理由"))


class OpinionForm(NoticeForm):
    because = _area(_("意见（可不写）"), rows=2)


class HowForm(NoticeForm):
    how = forms.CharField(
        label=_("怎样送达"),
        max_length=100,
        required=False,
        initial=_("当面送达"),
    )


class PostForm(NoticeForm):
    post = forms.CharField(
        label=_("签收人的职务"),
        max_length=60,
        required=False,
        help_text=_("照回执填，只写职务。"),
    )


class PlanForm(NoticeForm):
    cause = _area(_("原因分析"))
    plan = _area(_("整改方案"))


class ExtensionForm(BecauseForm):
    is_granted = yes_or_no(_("决定"), _("同意"), _("不同意"))
    field_order = ["version", "seen", "is_granted", "because"]


class ObjectionForm(BecauseForm):
    is_upheld = yes_or_no(_("决定"), _("维持通知单"), _("撤销通知单"))
    field_order = ["version", "seen", "is_upheld", "because"]


class SubmitForm(NoticeForm):
    text = _area(_("整改情况"))
    photos = PhotosField(label=_("整改后的照片"), required=False)


class ReinspectForm(NoticeForm):
    result = forms.ChoiceField(
        label=_("复查结果"),
        choices=[
            ("pass", _("合格")),
            ("fail", _("不合格，再限期整改")),
            ("worse", _("不合格，比检查时更差")),
        ],
        widget=forms.RadioSelect,
    )
    text = _area(_("现场看到的情况"))
    photos = PhotosField(label=_("复查照片"), required=False)


class VerdictForm(NoticeForm):
    complaint = forms.TypedChoiceField(label=_("哪一件投诉"), coerce=int)
    is_solved = yes_or_no(_("反映人的意见"), _("认可"), _("不认可"))
    text = _area(_("原话（内部）"), rows=2)

    def prepare(self) -> None:
        asked = self.notice.complaint_links.filter(
            verdict=ResidentVerdict.ASKED
        ).values_list("complaint", "complaint__number")
        field: Any = self.fields["complaint"]
        field.choices = list(asked)


class ProposeForm(BecauseForm):
    step = forms.ModelChoiceField(
        label=_("措施"), queryset=LadderStep.objects.filter(is_active=True)
    )
    field_order = ["version", "seen", "step", "because"]


class DoubtForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    because = forms.CharField(required=False)


class ProposalForm(forms.Form):
    is_taken = yes_or_no(_("决定"), _("采取"), _("不采取"))
    text = forms.CharField(required=False)
    released_text = forms.CharField(required=False)
