"""The desk writes down what a caller says, and looks first whether it is known."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.directory.geometry import Point
from portal.directory.models import Area, Street, Unit
from portal.tokens import new_token
from portal.users.models import User
from reports.complaints.desk.gate import needs, staff
from reports.complaints.desk.scopes import sight_of, visible_to
from reports.complaints.models import Category, Complaint, PrivacyNotice
from reports.complaints.refusals import Refused
from reports.complaints.services.merging import merge
from reports.complaints.services.submitting import (
    Contact,
    Submission,
    Ticket,
    submit_complaint,
)
from reports.complaints.workflow import AgeBand, Channel, IdentityMode, Kind

OFFERED = 8
BY_VOICE = (
    Channel.PHONE,
    Channel.COMMUNITY,
    Channel.HOTLINE,
    Channel.MEDIA,
    Channel.INSPECTION,
)


class CallForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, min_length=22, max_length=64)
    channel = forms.ChoiceField(
        label=gettext_lazy("来源"),
        choices=[(channel.value, channel.label) for channel in BY_VOICE],
    )
    kind = forms.ChoiceField(label=gettext_lazy("性质"), choices=Kind.choices)
    category = forms.ModelChoiceField(
        label=gettext_lazy("类别"), queryset=Category.objects.offered()
    )
    street = forms.ModelChoiceField(
        label=gettext_lazy("街道"), queryset=Street.objects.all(), required=False
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("片区"), queryset=Area.objects.all(), required=False
    )
    place_text = forms.CharField(
        label=gettext_lazy("位置说明"), required=False, max_length=200
    )
    lat = forms.FloatField(
        label=gettext_lazy("纬度"), required=False, min_value=-90, max_value=90
    )
    lon = forms.FloatField(
        label=gettext_lazy("经度"), required=False, min_value=-180, max_value=180
    )
    text = forms.CharField(
        label=gettext_lazy("反映的事情"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    accused_unit = forms.ModelChoiceField(
        label=gettext_lazy("反映的是哪个单位自己的人"),
        queryset=Unit.objects.all(),
        required=False,
    )
    is_place_hidden = forms.BooleanField(
        label=gettext_lazy("不公开位置"), required=False
    )
    identity_mode = forms.ChoiceField(
        label=gettext_lazy("身份"), choices=IdentityMode.choices
    )
    name = forms.CharField(label=gettext_lazy("姓名"), required=False, max_length=40)
    phone = forms.CharField(label=gettext_lazy("电话"), required=False, max_length=30)
    wants_notice = forms.BooleanField(
        label=gettext_lazy("愿意接收进度通知"), required=False
    )
    may_be_called = forms.BooleanField(
        label=gettext_lazy("愿意接受回访"), required=False
    )
    may_be_told_unit = forms.BooleanField(
        label=gettext_lazy("同意告诉承办单位"), required=False
    )
    age_band = forms.ChoiceField(label=gettext_lazy("年龄段"), choices=AgeBand.choices)
    has_guardian_consent = forms.BooleanField(
        label=gettext_lazy("未满十四岁：监护人同意"), required=False
    )
    notice_read = forms.BooleanField(
        label=gettext_lazy("已把个人信息处理告知念给来电人听"), required=False
    )
    same_as = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if (said.get("lat") is None) != (said.get("lon") is None):
            self.add_error("lat", _("经度和纬度要么都写，要么都不写。"))
        return said

    @property
    def point(self) -> Point | None:
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return None if lat is None or lon is None else Point(lat, lon)


@needs("add_complaint")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    notice = PrivacyNotice.objects.current()
    if request.method != "POST":
        return _page(request, CallForm(initial={"key": new_token()}), notice)
    form = CallForm(request.POST)
    is_valid = form.is_valid()
    nearby = _nearby(form, user)
    if "look" in request.POST:
        # Looked while the caller still talks: what is missing is not yet missing.
        kept = CallForm(initial=request.POST.dict())
        return _page(request, kept, notice, nearby=nearby, has_looked=True)
    if not is_valid:
        return _page(request, form, notice, nearby=nearby, status=422)
    if notice is None:
        problem = _("还没有个人信息处理告知，请管理员先发布一版。")
        return _page(request, form, notice, problem=problem, status=422)
    try:
        ticket, into = _write_down(form, notice, user)
    except Refused as refusal:
        return _page(
            request, form, notice, nearby=nearby, problem=str(refusal), status=422
        )
    response = TemplateResponse(
        request, "reports/desk/call_done.html", {"ticket": ticket, "into": into}
    )
    response["Cache-Control"] = "no-store"
    return response


@transaction.atomic
def _write_down(
    form: CallForm, notice: PrivacyNotice, user: User
) -> tuple[Ticket, Complaint | None]:
    said = form.cleaned_data
    if said["identity_mode"] != IdentityMode.ANONYMOUS and not said["notice_read"]:
        raise Refused(_("要留联系方式，先把个人信息处理告知念给来电人听。"))
    into = None
    if said["same_as"]:
        into = visible_to(user).filter(pk=said["same_as"]).first()
        if into is None:
            raise Refused(_("选的那一件不在您的经办范围。"))
    ticket = submit_complaint(
        Submission(
            category=said["category"],
            text=said["text"],
            idempotency_key=said["key"],
            notice=notice,
            kind=Kind(said["kind"]),
            channel=Channel(said["channel"]),
            area=said["area"],
            street=said["street"],
            place_text=said["place_text"],
            point=form.point,
            is_place_hidden=said["is_place_hidden"],
            identity_mode=IdentityMode(said["identity_mode"]),
            contact=Contact(
                name=said["name"],
                phone=said["phone"],
                wants_notice=said["wants_notice"],
                may_be_called=said["may_be_called"],
                may_be_told_unit=said["may_be_told_unit"],
            ),
            age_band=AgeBand(said["age_band"]),
            has_guardian_consent=said["has_guardian_consent"],
            accused_unit=said["accused_unit"],
        ),
        by=user,
    )
    if into is not None and ticket.is_new:
        merge(ticket.complaint, into=into, by=user)
    return ticket, into


def _nearby(form: CallForm, user: User) -> list[Complaint]:
    """Return open matters of the category around the point, or on the street."""
    said = form.cleaned_data
    category = said.get("category")
    if category is None or sight_of(user).is_of_a_unit:
        return []
    found = visible_to(user).recent(category, timezone.now())
    if point := form.point:
        found = found.near(point, category)
    elif street := said.get("street"):
        found = found.open().filter(category=category, street=street)
    elif area := said.get("area"):
        found = found.open().filter(category=category, area=area)
    else:
        return []
    return list(found.select_related("street", "place", "area", "unit")[:OFFERED])


def _page(
    request: HttpRequest,
    form: CallForm,
    notice: PrivacyNotice | None,
    *,
    nearby: list[Complaint] | None = None,
    has_looked: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/desk/call.html",
        {
            "form": form,
            "notice": notice,
            "nearby": nearby or [],
            "has_looked": has_looked,
            "problem": problem,
        },
        status=status,
    )
