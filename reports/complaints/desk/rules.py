"""The routing rules in their order, and a try which of them would win."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from portal.directory.models import Area, Unit
from reports.complaints.desk.gate import needs, staff
from reports.complaints.models import Category, RoutingRule
from reports.complaints.refusals import Refused
from reports.complaints.routing import explain, winner
from reports.complaints.services.ordering import move_rule


class TrialForm(forms.Form):
    category = forms.ModelChoiceField(
        label=_("类别"), queryset=Category.objects.offered()
    )
    area = forms.ModelChoiceField(
        label=_("片区"), queryset=Area.objects.all(), required=False
    )
    at = forms.DateTimeField(
        label=_("时间"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("不填就按现在。"),
    )
    accused_unit = forms.ModelChoiceField(
        label=_("被反映的单位"), queryset=Unit.objects.all(), required=False
    )


@needs("view_routingrule")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    form = TrialForm(request.GET if "category" in request.GET else None)
    context: dict[str, Any] = {"form": form, "trials": []}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        at: datetime = said["at"] or timezone.now()
        trials = explain(
            said["category"], said["area"], at, accused_unit=said["accused_unit"]
        )
        context |= {"trials": trials, "winner": winner(trials), "at": at}
    return TemplateResponse(
        request,
        "reports/desk/rules.html",
        context
        | {
            "rules": list(
                RoutingRule.objects.select_related("unit", "family", "category", "area")
            ),
            "may_order": request.user.has_perm("reports.change_routingrule"),
            "may_add": request.user.has_perm("reports.add_routingrule"),
        },
    )


@needs("change_routingrule")
@require_POST
def move(request: HttpRequest, rule: int) -> HttpResponse:
    found = get_object_or_404(RoutingRule, pk=rule)
    try:
        move_rule(found, by=staff(request), is_up=request.POST.get("way") == "up")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:rules")
