"""A unit looks at its own row before the list is frozen, and says what is wrong with it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.workflow import TransitionNotAllowed
from reports.complaints.models import UnitLink
from reports.complaints.refusals import Refused
from reports.complaints.unit_page.gate import by_secret_link, column
from reports.lists.models import ListRow
from reports.lists.services.previewing import object_to_row
from reports.lists.workflow import ListState, ObjectionKind


@by_secret_link
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, link: UnitLink, period: str) -> HttpResponse:
    row = _row_or_404(link, period)
    if request.method != "POST":
        return _page(request, link, row)
    kind = request.POST.get("kind", "")
    if kind not in ObjectionKind.values:
        return _page(request, link, row, problem=_("请选是异议还是意见。"), status=422)
    try:
        object_to_row(
            row,
            by=link,
            kind=ObjectionKind(kind),
            text=request.POST.get("text", ""),
            post=request.POST.get("post", ""),
        )
    except Refused as refusal:
        return _page(request, link, row, problem=str(refusal), status=422)
    except TransitionNotAllowed:  # frozen since the row was read
        raise Http404(_("这份榜单不在征询中。")) from None
    return redirect(f"{request.path}?done=1")


def _row_or_404(link: UnitLink, period: str) -> ListRow:
    """Return the unit's own row while it is asked; of other units it sees nothing here."""
    row = (
        ListRow.objects.filter(
            unit_list__period=period,
            unit_list__state=ListState.PREVIEW,
            unit=link.unit,
        )
        .select_related("unit_list__formula", "unit")
        .first()
    )
    if row is None:
        raise Http404(_("没有正在征询的榜单，或者贵单位不在里面。"))
    return row


def _page(
    request: HttpRequest,
    link: UnitLink,
    row: ListRow,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    match = request.resolver_match
    token = str(match.kwargs["token"]) if match else ""
    unit_list = row.unit_list
    return TemplateResponse(
        request,
        "reports/lists/unit_preview.html",
        {
            "column": column(),
            "crumbs": [
                (link.unit.short_name, reverse("unit_page:cases", args=[token]))
            ],
            "crumb": unit_list.title,
            "row": row,
            "unit_list": unit_list,
            "n_ranked": unit_list.rows.filter(rank__isnull=False).count(),
            "items": list(row.items.all()),
            "said": list(unit_list.objections.filter(unit=link.unit)),
            "kinds": ObjectionKind.choices,
            "problem": problem,
            "is_done": request.GET.get("done") == "1",
            "typed": {
                name: request.POST.get(name, "") for name in ("kind", "text", "post")
            },
        },
        status=status,
    )
