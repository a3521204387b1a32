"""What was written down by itself: reminders, looks at contacts, what was forgotten."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.timeline.models import Event
from reports.complaints.desk.gate import needs, staff
from reports.complaints.desk.scopes import visible_to
from reports.complaints.desk.words import STAGES
from reports.complaints.models import Complaint, ContactReveal
from reports.complaints.services.contacts import anonymise

SHOWN = 200


@needs("view_complaint")
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """Show whom the clock reminded of what (催办)."""
    events = _events_of("remind")
    found = visible_to(staff(request)).select_related("unit", "category")
    complaints = found.in_bulk({event.object_id for event in events})
    return TemplateResponse(
        request,
        "reports/desk/reminders.html",
        {
            "rows": [
                (event, complaints[event.object_id], STAGES.get(event.because, ""))
                for event in events
                if event.object_id in complaints
            ]
        },
    )


@needs("view_contactreveal")
@require_safe
def reveals(request: HttpRequest) -> HttpResponse:
    rows = ContactReveal.objects.filter(complaint__in=visible_to(staff(request)))
    return TemplateResponse(
        request,
        "reports/desk/reveals.html",
        {"rows": list(rows.select_related("user", "complaint")[:SHOWN])},
    )


class ForgetForm(forms.Form):
    days = forms.IntegerField(
        label=_("完结多少天以后"), min_value=30, max_value=3650, required=True
    )
    is_sure = forms.BooleanField(label=_("看过名单，确认删除"), required=False)


@needs("anonymise_reporter")
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Show what would be forgotten, then do it (PR-05)."""
    days = settings.COMPLAINTS["KEEP_CONTACT_DAYS"]
    form = ForgetForm(request.POST or request.GET or {"days": days})
    context: dict[str, Any] = {"form": form}
    status = 200
    if not form.is_valid():
        status = 422
    elif request.method == "POST" and form.cleaned_data["is_sure"]:
        context["done"] = anonymise(days=form.cleaned_data["days"])
    else:
        if request.method == "POST":
            form.add_error("is_sure", _("请先勾选确认。"))
            status = 422
        context["ripe"] = anonymise(days=form.cleaned_data["days"], is_dry_run=True)
    events = _events_of("anonymise")
    known = Complaint.objects.only("number").in_bulk(
        {event.object_id for event in events}
    )
    context["log"] = [
        (event, known[event.object_id]) for event in events if event.object_id in known
    ]
    return TemplateResponse(request, "reports/desk/forget.html", context, status=status)


def _events_of(verb: str) -> list[Event]:
    kind = ContentType.objects.get_for_model(Complaint)
    return list(
        Event.objects.filter(content_type=kind, verb=verb).order_by("-pk")[:SHOWN]
    )
