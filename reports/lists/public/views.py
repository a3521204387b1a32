"""What everybody may read: published lists, how they were computed, who did well."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.directory.models import Area
from portal.frame.meta import Article, Column, ColumnType
from portal.frame.sites import government_of
from portal.paging import page_of
from portal.sheets import csv_response
from reports.inspections.public.newest import latest_ranking
from reports.lists.models import UnitList
from reports.lists.public.commended import clauses_of, for_pages
from reports.lists.public.looks import show
from reports.lists.tables import content_of, items_table_of, table_of
from reports.lists.workflow import CommendationState

EARLIER = 12
NEWEST = 6


def _column(kind: ColumnType = ColumnType.DATA) -> Column:
    return Column(
        name=_("红黑榜"),
        type=kind,
        description=_(
            "各责任单位按期整改率的排名、算法和数据，以及受表彰的单位和集体。"
        ),
        keywords=_("红黑榜,按期整改率,排名,表彰,红榜"),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("红黑榜"), reverse("unit_lists:lists"))]


def _public_lists() -> list[UnitList]:
    return list(
        UnitList.objects.public()
        .select_related("formula")
        .order_by("-ends_on", "-pk")[:EARLIER]
    )


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    published = _public_lists()
    return TemplateResponse(
        request,
        "reports/lists/lists.html",
        {
            "column": _column(),
            "crumb": _("红黑榜"),
            "published": published,
            "shown": show(published[0]) if published else None,
            "areas": latest_ranking(request),
            "commended": list(for_pages()[:NEWEST]),
        },
    )


@require_safe
def unit_list(request: HttpRequest, period: str) -> HttpResponse:
    found = _list_or_404(period)
    return TemplateResponse(
        request,
        "reports/lists/list.html",
        {
            "column": _column(),
            "article": Article(
                title=found.title,
                published_at=found.published_at,
                source=government_of(request).name,
                description=_("%(title)s：名次、分子分母、区间和算法。")
                % {"title": found.title},
            ),
            "crumbs": _crumbs(),
            "crumb": found.title,
            "published": _public_lists(),
            "shown": show(found),
        },
    )


@require_safe
def list_csv(request: HttpRequest, period: str) -> StreamingHttpResponse:
    found = _list_or_404(period)
    return csv_response(table_of(found), file_name=f"list-{period}.csv")


@require_safe
def items_csv(request: HttpRequest, period: str) -> StreamingHttpResponse:
    found = _list_or_404(period)
    return csv_response(items_table_of(found), file_name=f"list-{period}-items.csv")


@require_safe
@cache_control(no_cache=True)
def list_json(request: HttpRequest, period: str) -> JsonResponse:
    """Give out what was frozen with its check sum; what was corrected stands beside it."""
    found = _list_or_404(period)
    return JsonResponse(
        {
            "title": found.title,
            "published_at": _written(found.published_at),
            "sha256": found.digest,
            "content": content_of(found),
            "errata": [
                {
                    "number": one.number,
                    "unit": one.row.unit.code if one.row else None,
                    "effect": one.effect,
                    "text": one.text,
                    "decided_by": one.decided_by_post,
                    "at": _written(one.at),
                }
                for one in found.errata.select_related("row__unit")
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def commendations(request: HttpRequest) -> HttpResponse:
    items = for_pages()
    area = None
    if code := request.GET.get("area", ""):
        area = Area.objects.filter(code=code).first()
        if area is None:
            raise Http404
        items = items.filter(area=area)
    return TemplateResponse(
        request,
        "reports/lists/commendations.html",
        {
            "column": _column(ColumnType.NEWS),
            "crumbs": _crumbs(),
            "crumb": _("表彰"),
            "area": area,
            "areas": list(
                Area.objects.filter(commendations__state=CommendationState.PUBLISHED)
                .distinct()
                .order_by("code")
            ),
            "page_of_items": page_of(items, request),
        },
    )


@require_safe
def commendation(request: HttpRequest, number: str) -> HttpResponse:
    """Show one; what was never published or was taken back is one and the same 404."""
    found = for_pages().filter(number=number).first()
    if found is None:
        raise Http404
    return TemplateResponse(
        request,
        "reports/lists/commendation.html",
        {
            "column": _column(ColumnType.NEWS),
            "article": Article(
                title=found.name,
                published_at=found.published_at,
                source=government_of(request).name,
                description=found.citation[:120],
            ),
            "crumbs": [
                *_crumbs(),
                (_("表彰"), reverse("unit_lists:commendations")),
            ],
            "crumb": found.name,
            "commendation": found,
            "clauses": clauses_of(found),
            "others": list(
                for_pages().filter(area=found.area).exclude(pk=found.pk)[:NEWEST]
            )
            if found.area_id
            else [],
        },
    )


def _list_or_404(period: str) -> UnitList:
    found = (
        UnitList.objects.public()
        .select_related("formula")
        .filter(period=period)
        .first()
    )
    if found is None:
        raise Http404(_("没有这一期，或者还没有发布。"))
    return found


def _written(at: object) -> str | None:
    return timezone.localtime(at).isoformat() if at else None  # type: ignore[arg-type]
