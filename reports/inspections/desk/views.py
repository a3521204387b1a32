"""Inspections in the CMS, made for a phone: choose a round, a point, tick, photo, save.

The form is complete without a script; with one, what cannot be sent waits on the
device (`js/inspections.js`).
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.directory.models import Area
from portal.evidence.storing import StorageFull
from portal.tokens import new_token
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import needs, staff
from reports.complaints.refusals import Refused
from reports.inspections.desk.forms import CheckForm, RoundForm
from reports.inspections.models import (
    Criterion,
    InspectionPoint,
    Round,
    SpotCheck,
)
from reports.inspections.services import close_round, open_round, record_check
from reports.inspections.workflow import RoundKind

CLOSED_SHOWN = 10
CHECKS_SHOWN = 30


@needs("view_round")
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    visible = Round.objects.visible_to(staff(request)).annotate(
        n_checks=Count("checks", distinct=True)
    )
    return TemplateResponse(
        request,
        "reports/inspections/desk/rounds.html",
        {
            "open": list(visible.open()),
            "closed": list(visible.filter(closed_at__isnull=False)[:CLOSED_SHOWN]),
        },
    )


@needs("add_round")
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        initial={"starts_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            found = open_round(
                by=staff(request), **{**said, "kind": RoundKind(said["kind"])}
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("这一轮已经开始。"))
            return redirect("inspections_desk:round", found.pk)
    return TemplateResponse(
        request,
        "reports/inspections/desk/new_round.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@needs("change_round")
@require_POST
def end_round(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        close_round(_round_or_404(staff(request), pk), by=staff(request))
    except TransitionNotAllowed:
        messages.warning(request, _("这一轮早就结束了。"))
    else:
        messages.success(request, _("这一轮已经结束。"))
    return redirect("inspections_desk:rounds")


@needs("view_round")
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    found = _round_or_404(staff(request), pk)
    areas = list(found.areas.all()) or list(Area.objects.all())
    area = next((each for each in areas if each.code == request.GET.get("area")), None)
    return _page(request, found, areas, area or next(iter(areas), None))


@needs("add_spotcheck")
@require_POST
def send_check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep a check. Whoever sends it by script is answered in JSON."""
    user = staff(request)
    found = _round_or_404(user, pk)
    by_script = "application/json" in request.headers.get("Accept", "")
    form = CheckForm(request.POST)
    problems = []
    if form.is_valid():
        try:
            recorded = record_check(
                form.submission(found), request.FILES.getlist("photos"), by=user
            )
        except Refused as refusal:
            problems = [str(refusal)]
        except StorageFull:
            # For a script a reason to try again later, not to give it up.
            status = 503
            problems = [_("服务器的存储空间快用完了，照片存不下，请告诉管理员。")]
            return (
                JsonResponse({"problems": problems}, status=status)
                if by_script
                else _again(request, found, form, problems, status)
            )
        else:
            return _kept(request, recorded.check, recorded.is_new, by_script)
    else:
        problems = [_("表单里有看不懂的内容，请检查后再保存。")]
    if by_script:
        return JsonResponse({"problems": problems}, status=422)
    return _again(request, found, form, problems, 422)


def _kept(
    request: HttpRequest, check: SpotCheck, is_new: bool, by_script: bool
) -> HttpResponseBase:
    if by_script:
        return JsonResponse(
            {"check": check.pk, "is_new": is_new, "failed": check.n_failed},
            status=201 if is_new else 200,
        )
    result = (
        _("全部合格")
        if check.is_passed
        else _("%(count)s项不合格") % {"count": check.n_failed}
    )
    messages.success(
        request,
        _("已保存：%(where)s，%(result)s。") % {"where": check.where, "result": result},
    )
    address = reverse("inspections_desk:round", args=[check.round_id])
    return redirect(f"{address}?area={check.area.code}")


def _again(
    request: HttpRequest,
    found: Round,
    form: CheckForm,
    problems: Sequence[str],
    status: int,
) -> HttpResponse:
    """Show what was chosen and typed once more; photos a browser does not give back."""
    if request.FILES:
        problems = [*problems, _("照片要重新选一次。")]
    areas = list(found.areas.all()) or list(Area.objects.all())
    said = getattr(form, "cleaned_data", {})
    point = said.get("point")
    area = point.area if point else said.get("area")
    return _page(
        request,
        found,
        areas,
        area or next(iter(areas), None),
        form=form,
        problems=problems,
        status=status,
    )


@needs("view_spotcheck")
@require_safe
def spot_check(request: HttpRequest, pk: int) -> HttpResponse:
    found = (
        SpotCheck.objects.filter(round__in=Round.objects.visible_to(staff(request)))
        .select_related("round", "point", "area", "inspector")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("没有这条记录，或者不在您名下。"))
    links = found.evidence_links.select_related("evidence")
    return TemplateResponse(
        request,
        "reports/inspections/desk/spot_check.html",
        {
            "check": found,
            "ticks": list(found.ticks.select_related("criterion")),
            "photos": [link.evidence for link in links],
        },
    )


def _round_or_404(user: User, pk: int) -> Round:
    """Return what exists and may be seen; nobody learns which of the two it was not."""
    found = Round.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这一轮检查，或者不在您名下。"))
    return found


def _page(
    request: HttpRequest,
    found: Round,
    areas: list[Area],
    area: Area | None,
    *,
    form: CheckForm | None = None,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    checks = found.checks.filter(area=area).select_related("point", "area")
    points = (
        InspectionPoint.objects.of_kind(found.kind)
        .current(today)
        .filter(area=area)
        .select_related("point_type", "street")
    )
    context: dict[str, Any] = {
        "round": found,
        "areas": areas,
        "area": area,
        "points": list(points),
        "is_free": found.kind == RoundKind.FREE,
        "checklists": _checklists(found, form),
        "done": set(
            checks.filter(checked_on=today, point__isnull=False).values_list(
                "point", flat=True
            )
        ),
        "today": checks.filter(checked_on=today).aggregate(
            whole=Count("pk"), failed=Count("pk", filter=Q(is_passed=False))
        ),
        "checks": list(checks[:CHECKS_SHOWN]),
        "said": form.data if form else {"key": new_token()},
        "problems": problems,
        "can_check": found.is_open and request.user.has_perm("reports.add_spotcheck"),
    }
    return TemplateResponse(
        request, "reports/inspections/desk/round.html", context, status=status
    )


def _checklists(
    found: Round, form: CheckForm | None
) -> list[tuple[Any, list[tuple[Criterion, bool | None]]]]:
    """Return what is ticked off, by type of point, with the answers given so far."""
    given = form.passed if form else {}
    criteria = (
        Criterion.objects.active()
        .filter(kind=found.kind)
        .select_related("point_type")
        .order_by("point_type__position", "position", "pk")
    )
    return [
        (point_type, [(each, given.get(each.pk)) for each in group])
        for point_type, group in groupby(criteria, lambda each: each.point_type)
    ]
