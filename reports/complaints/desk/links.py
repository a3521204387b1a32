"""The units' secret addresses: made, shown once with a QR code, changed, taken back."""

from typing import Any

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.directory.models import Unit
from portal.users.models import User
from reports.complaints.desk.gate import needs, staff
from reports.complaints.desk.scopes import links_visible_to, units_visible_to
from reports.complaints.desk.words import verb_in_words
from reports.complaints.models import UnitLink, UnitLinkUse
from reports.complaints.refusals import Refused
from reports.complaints.services.links import issue_link, revoke_link, rotate_link

SHOWN_USES = 30


class IssueForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    label = forms.CharField(
        label=_("给谁用"),
        max_length=60,
        required=False,
        help_text=_("写岗位，不写姓名，比如“值班室”。"),
    )
    phone = forms.CharField(label=_("提醒手机"), max_length=30, required=False)
    email = forms.EmailField(label=_("提醒邮箱"), required=False)
    days = forms.IntegerField(
        label=_("有效天数"), min_value=1, max_value=366, initial=180
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units_visible_to(user).order_by("short_name")


@needs("view_unitlink")
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    form = IssueForm(request.POST or None, user=user)
    if request.method != "POST":
        return _page(request, form)
    if not user.has_perm("reports.add_unitlink"):
        return _page(request, form, problem=str(_("您没有这个权限。")), status=403)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        link, token = issue_link(by=user, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, form, problem=str(refusal), status=422)
    return _once(request, link, token)


@needs("change_unitlink")
@require_POST
def rotate(request: HttpRequest, link: int) -> HttpResponse:
    found = _link_or_404(request, link)
    try:
        new, token = rotate_link(
            found, by=staff(request), because=request.POST.get("because", "")
        )
    except Refused as refusal:
        return _refused(request, refusal)
    return _once(request, new, token)


@needs("change_unitlink")
@require_POST
def revoke(request: HttpRequest, link: int) -> HttpResponse:
    found = _link_or_404(request, link)
    try:
        revoke_link(found, by=staff(request), because=request.POST.get("because", ""))
    except Refused as refusal:
        return _refused(request, refusal)
    return _page(request, IssueForm(user=staff(request)), done=str(_("已作废。")))


@needs("view_unitlinkuse")
@require_http_methods(["GET", "HEAD"])
def uses(request: HttpRequest, link: int) -> HttpResponse:
    found = _link_or_404(request, link)
    rows = UnitLinkUse.objects.filter(link=found).select_related("complaint")
    return TemplateResponse(
        request,
        "reports/desk/link_uses.html",
        {
            "link": found,
            "uses": [(use, verb_in_words(use.verb)) for use in rows[:SHOWN_USES]],
        },
    )


def qr_of(address: str) -> SafeString:
    """Draw the address so that a phone reads it: our own characters alone."""
    code = segno.make(address, error="m")
    drawn: str = code.svg_inline(scale=5, border=4, light="#fff", omitsize=False)
    return mark_safe(drawn)  # noqa: S308 -- segno draws numbers, no text of anybody's


def _once(request: HttpRequest, link: UnitLink, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("unit_page:cases", args=[token]))
    response = TemplateResponse(
        request,
        "reports/desk/link_once.html",
        {"link": link, "address": address, "qr": qr_of(address)},
    )
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    form = IssueForm(user=staff(request))
    return _page(request, form, problem=str(refusal), status=422)


def _link_or_404(request: HttpRequest, pk: int) -> UnitLink:
    found = links_visible_to(staff(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这个链接，或者不在您的经办范围。"))
    return found


def _page(
    request: HttpRequest,
    form: IssueForm,
    *,
    problem: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/desk/links.html",
        {
            "form": form,
            "links": list(links_visible_to(staff(request))),
            "problem": problem,
            "done": done,
            "may_add": request.user.has_perm("reports.add_unitlink"),
            "may_change": request.user.has_perm("reports.change_unitlink"),
            "may_see_uses": request.user.has_perm("reports.view_unitlinkuse"),
        },
        status=status,
    )
