from itertools import groupby

from django.db.models import Exists, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.mapping import draw
from portal.directory.models import Area, Unit, UnitKind
from portal.frame.meta import Column, ColumnType
from portal.hubs import restrictions_on

MENTIONS = 8


def _column(name: str, description: str) -> Column:
    return Column(
        name=name,
        type=ColumnType.FUNCTIONS,
        description=description,
        keywords=_("责任单位,责任片区,职责,双创"),
    )


def _units_column() -> Column:
    return _column(
        _("责任单位"), _("创建工作的责任单位：管什么、包哪片、谁是第一责任人。")
    )


def _areas_column() -> Column:
    return _column(
        _("责任片区"), _("县城划成片区，每片由一个单位牵头、一位县领导包抓。")
    )


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    everyone = list(Unit.objects.all())
    current = [unit for unit in everyone if unit.is_current(today)]
    order = list(UnitKind.values)
    current.sort(key=lambda unit: order.index(unit.kind))
    return TemplateResponse(
        request,
        "directory/units.html",
        {
            "column": _units_column(),
            "crumb": _("责任单位"),
            "count": len(current),
            "kinds": [
                (UnitKind(kind), list(found))
                for kind, found in groupby(current, lambda unit: unit.kind)
            ],
            "closed": [unit for unit in everyone if not unit.is_current(today)],
        },
    )


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    # One query for the unit, the one above it and those below it.
    family = list(
        Unit.objects.filter(
            Q(code=code) | Q(children__code=code) | Q(parent__code=code)
        ).distinct()
    )
    found = next((unit for unit in family if unit.code == code), None)
    if found is None:
        raise Http404
    areas = list(
        Area.objects.filter(Q(lead_unit=found) | Q(member_units=found)).distinct()
    )
    mentions = found.page_mentions.filter(
        ~Exists(restrictions_on("page__path")), page__live=True
    )
    return TemplateResponse(
        request,
        "directory/unit.html",
        {
            "column": _units_column(),
            "crumbs": [(_("责任单位"), reverse("directory:units"))],
            "crumb": found.short_name,
            "unit": found,
            "is_current": found.is_current(today),
            "parent": next((one for one in family if one.pk == found.parent_id), None),
            "children": [one for one in family if one.parent_id == found.pk],
            "duties": [
                duty
                for duty in found.duties.select_related("area")
                if duty.is_current(today)
            ],
            "areas_led": [area for area in areas if area.lead_unit_id == found.pk],
            "areas_joined": [area for area in areas if area.lead_unit_id != found.pk],
            "items": list(found.standard_items.select_related("set")),
            "mentions": [
                mention.page
                for mention in mentions.select_related("page").order_by(
                    "-page__first_published_at"
                )[:MENTIONS]
            ],
            "hub": unit_hub.show(found, request),
        },
    )


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    everywhere = list(Area.objects.select_related("lead_unit"))
    return TemplateResponse(
        request,
        "directory/areas.html",
        {
            "column": _areas_column(),
            "crumb": _("责任片区"),
            "areas": everywhere,
            "map": draw(everywhere),
            "shop_count": sum(area.shop_count for area in everywhere),
        },
    )


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    everywhere = list(Area.objects.select_related("lead_unit"))
    found = next((area for area in everywhere if area.code == code), None)
    if found is None:
        raise Http404
    return TemplateResponse(
        request,
        "directory/area.html",
        {
            "column": _areas_column(),
            "crumbs": [(_("责任片区"), reverse("directory:areas"))],
            "crumb": found.name,
            "area": found,
            "map": draw(everywhere),
            "members": found.member_units.all(),
            "duties": [
                duty
                for duty in found.duties.select_related("unit")
                if duty.is_current(today)
            ],
            "hub": area_hub.show(found, request),
        },
    )
