"""What the desk fills in to act on a complaint. Rules stand in the services alone."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Unit
from portal.users.models import User
from reports.complaints.desk.scopes import visible_to
from reports.complaints.masking import mask
from reports.complaints.models import Category, Complaint, Means, ResponseTemplate
from reports.complaints.routing import route
from reports.complaints.workflow import DeclineReason, Finding, Outcome


def _area(label: Any, *, rows: int = 5, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,  # the service says in words what is missing
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class VersionedForm(forms.Form):
    """Any act at a desk, decided on what was shown: `version` and `seen`."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, shown: int, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{verb}-%s"
        self.fields["version"].initial = shown

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return what was typed, to be kept where the form itself has gone."""
        return [
            (str(field.label), value)
            for name, field in self.fields.items()
            if isinstance(field, forms.CharField)
            and (value := str(self.data.get(name, "")).strip())
        ]


class ActionForm(VersionedForm):
    """Any act on one complaint."""

    templated = ""  # the field that response templates go into

    def __init__(
        self, *args: Any, complaint: Complaint, user: User, verb: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, shown=complaint.version, verb=verb, **kwargs)
        self.complaint, self.user = complaint, user
        self.prepare()

    def prepare(self) -> None:
        """Offer what fits this complaint."""


class TextForm(ActionForm):
    text = _area(_("内容"))
    templated = "text"


class BecauseForm(ActionForm):
    because = _area(_("理由"), rows=2)


class DeclineForm(ActionForm):
    reason = forms.ChoiceField(
        label=_("原因"), choices=[("", _("请选择")), *DeclineReason.choices]
    )
    because = _area(_("向反映人说明"))
    other_way = _area(_("应当走的渠道"), rows=2)
    templated = "because"


class CategoryForm(BecauseForm):
    category = forms.ModelChoiceField(
        label=_("改为"), queryset=Category.objects.offered()
    )
    field_order = ["version", "seen", "category", "because"]


class MergeForm(ActionForm):
    into = forms.CharField(label=_("并入哪一件（受理编号）"), max_length=20, strip=True)

    def clean_into(self) -> Complaint:
        number = self.cleaned_data["into"].upper()
        found: Complaint | None = visible_to(self.user).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                _("没有这个编号，或者不在您的经办范围。"), code="unknown"
            )
        return found


class VerifyForm(TextForm):
    finding = forms.ChoiceField(
        label=_("查实情况"), choices=[("", _("请选择")), *Finding.choices]
    )
    means = forms.ChoiceField(label=_("方式"), choices=Means.choices)
    field_order = ["version", "seen", "finding", "means", "text"]


class DispatchForm(ActionForm):
    unit = forms.ModelChoiceField(
        label=_("主办单位"), queryset=Unit.objects.none(), required=False
    )
    co_units = forms.ModelMultipleChoiceField(
        label=_("协办单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    is_ruling = forms.BooleanField(
        label=_("指定承办，不能退回"), required=False, initial=False
    )
    sheet_text = _area(
        _("派单内容（单位看得到，不写反映人）"),
        rows=6,
    )

    def prepare(self) -> None:
        today = timezone.localdate()
        current = Unit.objects.current(today).order_by("short_name")
        for name in ("unit", "co_units"):
            field: Any = self.fields[name]
            field.queryset = current
        self.fields["sheet_text"].initial = sheet_of(self.complaint)
        self.fields["unit"].initial = route(self.complaint, timezone.now())


def sheet_of(complaint: Complaint) -> str:
    """Return what a unit needs to find the place and the matter, and nobody else."""
    where = " ".join(
        str(part) for part in (complaint.street, complaint.place) if part is not None
    )
    said = mask(complaint.place_text).text
    where = " ".join(filter(None, (where, said)))
    text = complaint.text_public or mask(complaint.text).text
    return "\n".join([text, *([str(_("位置：%s")) % where] if where else [])])


class AccusedForm(BecauseForm):
    unit = forms.ModelChoiceField(
        label=_("被反映的单位"), queryset=Unit.objects.all(), required=False
    )
    field_order = ["version", "seen", "unit", "because"]

    def prepare(self) -> None:
        self.fields["unit"].initial = self.complaint.accused_unit_id


class DecisionForm(BecauseForm):
    is_granted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ["version", "seen", "is_granted", "because"]


class SuspendForm(BecauseForm):
    until = forms.DateTimeField(
        label=_("复核日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    field_order = ["version", "seen", "until", "because"]


class CheckForm(TextForm):
    is_passed = forms.TypedChoiceField(
        label=_("核实结果"),
        choices=[("yes", _("通过，办结")), ("no", _("不通过，退回重新处置"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    means = forms.ChoiceField(label=_("方式"), choices=Means.choices)
    finding = forms.ChoiceField(
        label=_("是否属实"), choices=[("", "—"), *Finding.choices], required=False
    )
    outcome = forms.ChoiceField(
        label=_("办理结果"), choices=[("", "—"), *Outcome.choices], required=False
    )
    field_order = [
        "version",
        "seen",
        "is_passed",
        "means",
        "finding",
        "outcome",
        "text",
    ]

    def prepare(self) -> None:
        self.fields["finding"].initial = self.complaint.finding


class PublishForm(ActionForm):
    text_public = _area(_("公开文本"), rows=6)
    masks_reviewed = forms.BooleanField(
        label=_("每一处隐去的和没有隐去的都看过了"), required=False
    )

    def prepare(self) -> None:
        complaint = self.complaint
        self.fields["text_public"].initial = (
            complaint.text_public or mask(complaint.text).text
        )


class ReplyForm(ActionForm):
    """One of several replies: which, is said by `reply`."""

    reply = forms.IntegerField(widget=forms.HiddenInput)


class PublishReplyForm(ReplyForm):
    text_public = _area(_("公开内容"))


class WithdrawReplyForm(ReplyForm):
    because = _area(_("理由"), rows=2)


class RightForm(ActionForm):
    request = forms.IntegerField(widget=forms.HiddenInput)
    is_granted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = _area(_("答复"))
    name = forms.CharField(label=_("更正后的姓名"), required=False, max_length=40)
    phone = forms.CharField(label=_("更正后的电话"), required=False, max_length=30)


def templates_for(complaint: Complaint) -> list[ResponseTemplate]:
    """Return the words that fit this state and this category."""
    return list(
        ResponseTemplate.objects.filter(
            Q(state="") | Q(state=complaint.state),
            Q(category__isnull=True) | Q(category=complaint.category_id),
        )
    )
