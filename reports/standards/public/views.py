"""The standards as everybody may read them, and what is public proof of each item."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.meta import Column, ColumnType
from portal.hubs import restrictions_on
from portal.pages import PageStandard
from portal.standards.models import StandardItem, StandardSet
from reports.standards.models import EvidenceTag
from reports.standards.taggable import Shown, kinds

SHOWN = 5  # of each item: who wants more reads the newest first


@dataclass
class Leaf:
    item: StandardItem
    proof: list[Shown] = field(default_factory=list)
    n_proof: int = 0
    points: list["Leaf"] = field(default_factory=list)

    @property
    def n_proved(self) -> int:
        return sum(bool(point.proof) for point in self.points)


def _column() -> Column:
    return Column(
        name=str(_("创建标准")),
        type=ColumnType.DATA,
        description=str(
            _(
                "创建国家卫生县城、文明县城对照的标准，每一条由谁牵头、有哪些公开的依据。"
            )
        ),
        keywords=str(_("创建标准,得分点,国家卫生县城,文明县城")),
    )


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    points = Count("items", filter=Q(items__children__isnull=True), distinct=True)
    return TemplateResponse(
        request,
        "reports/standards/sets.html",
        {
            "column": _column(),
            "crumb": _("创建标准"),
            "sets": list(StandardSet.objects.public().annotate(n_points=points)),
        },
    )


@require_safe
def standard_set(request: HttpRequest, code: str) -> HttpResponse:
    found = StandardSet.objects.public().filter(code=code).first()
    if found is None:
        raise Http404
    heads = _tree(found)
    points = [point for head in heads for point in head.points or [head]]
    return TemplateResponse(
        request,
        "reports/standards/set.html",
        {
            "column": _column(),
            "crumbs": [(_("创建标准"), reverse("standards:sets"))],
            "crumb": found.title,
            "standard": found,
            "heads": heads,
            "whole": len(points),
            "proved": sum(bool(point.proof) for point in points),
        },
    )


def _tree(standard: StandardSet) -> list[Leaf]:
    """Return the heads with their points and what proves them: a query for each kind."""
    items = list(standard.items.select_related("lead_unit").order_by("code"))
    leaves = {item.pk: Leaf(item) for item in items}
    for pk, proof in _public_proof(standard).items():
        leaves[pk].n_proof = len(proof)
        leaves[pk].proof = proof[:SHOWN]
    heads = []
    for item in items:
        above = leaves.get(item.parent_id or 0)
        if above is None:
            heads.append(leaves[item.pk])
        else:
            above.points.append(leaves[item.pk])
    return heads


def _public_proof(standard: StandardSet) -> dict[int, list[Shown]]:
    proof: dict[int, list[Shown]] = defaultdict(list)
    pages = PageStandard._default_manager.filter(
        ~Exists(restrictions_on("page__path")),
        item__set=standard,
        page__live=True,
    )
    for held in pages.select_related("page").order_by("-page__first_published_at"):
        proof[held.item_id].append(Shown(held.page.title, held.page.url))
    for kind in kinds():
        tags = list(
            EvidenceTag.objects.filter(
                item__set=standard,
                content_type=ContentType.objects.get_for_model(kind.model),
            ).values_list("item", "object_id")
        )
        shown = kind.public({key for _item, key in tags}) if tags else {}
        for item, key in tags:
            if key in shown:
                proof[item].append(shown[key])
    return proof
