"""Say that something is wrong, without an account, on an address of its own.

The case's page carries no cookie; a form needs a token.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.throttle import network_of, spend
from reports.complaints.refusals import Refused
from reports.exposures.models import Exposure
from reports.exposures.public.views import column, gone
from reports.exposures.services.flagging import TEXT_LIMIT
from reports.exposures.services.flagging import flag as keep_flag
from reports.exposures.workflow import FlagReason

HONEYPOT = "website"


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("哪里不对"),
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一项：哪里不对。")},
    )
    text = forms.CharField(
        label=gettext_lazy("说明（可不填）"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("不要写姓名、电话。我们不记录是谁说的。"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    found = get_object_or_404(
        Exposure.objects.ever_public().select_related("batch"),
        batch__number=batch,
        number=number,
    )
    if not found.is_public:
        return gone(request, found)
    form = FlagForm(request.POST or None)
    status, said = 200, ""
    if request.method == "POST":
        status, said = _keep(request, found, form)
    return TemplateResponse(
        request,
        "reports/exposures/flag.html",
        {
            "column": column(),
            "crumbs": [
                (_("曝光台"), reverse("exposures:list")),
                (found.public_number, found.get_absolute_url()),
            ],
            "crumb": _("这里写得不对"),
            "exposure": found,
            "form": form,
            "said": said,
            "is_kept": status == 200 and bool(said),
        },
        status=status,
    )


def _keep(request: HttpRequest, found: Exposure, form: FlagForm) -> tuple[int, str]:
    if not form.is_valid():
        return 400, _("还没有提交，请看下面标出的地方。")
    if request.POST.get(HONEYPOT):
        # Who fills in what nobody sees is a machine: it learns nothing of that.
        return 200, _thanks()
    if not spend(
        "exposure_flag", f"{timezone.localdate()} {network_of(request)}"
    ).is_allowed:
        return 429, _("提得太密，请一小时后再试。您写的字还在。")
    try:
        keep_flag(
            found,
            reason=FlagReason(form.cleaned_data["reason"]),
            text=form.cleaned_data["text"],
        )
    except Refused as refusal:
        return 400, str(refusal)
    return 200, _thanks()


def _thanks() -> str:
    return _("收到了，双创办会去核对。查实有误的，在更正栏公布。")
