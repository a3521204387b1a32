from datetime import date

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from portal.frame.sites import government_of
from publicity import clause_tree, history, reading
from publicity.clause_hub import clause_hub
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.wording.references import anchor_parts
from publicity.workflow import ClauseKind

MOST_PAIRS = 12
MARK = "art-"


def clause(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    regulation = reading.get_regulation_or_404(slug)
    version = reading.version_to_read(regulation)
    return _clause(request, version, anchor, is_dated=False)


def clause_version(
    request: HttpRequest, slug: str, effective_on: date, anchor: str
) -> HttpResponse:
    regulation = reading.get_regulation_or_404(slug)
    version = reading.version_of(regulation, effective_on)
    return _clause(request, version, anchor, is_dated=True)


def short(request: HttpRequest, key: int, place: str) -> HttpResponse:
    """Send on from what is printed on posters: /c/2/17/ is 第十七条 of regulation 2."""
    regulation = get_object_or_404(Regulation.objects.public(), pk=key)
    return redirect("publicity:clause", regulation.slug, f"{MARK}{place}")


def _clause(
    request: HttpRequest, version: RegulationVersion, anchor: str, *, is_dated: bool
) -> HttpResponse:
    regulation = version.regulation
    dated = version.effective_on if is_dated else None
    addresses = reading.Addresses(regulation.slug, dated)
    everything = reading.outline_of_all(regulation)
    outline = [entry for entry in everything if entry.version_id == version.pk]
    wanted = next((entry for entry in outline if entry.anchor == anchor), None)
    if wanted is None:
        return _elsewhere(version, anchor, is_dated=is_dated)
    if wanted.kind in clause_tree.HEADINGS:
        return redirect(addresses.of(anchor))

    versions = list(regulation.versions.all())
    articles = [entry for entry in everything if entry.kind == ClauseKind.ARTICLE]
    line = history.Lines(versions, articles).of(wanted)
    of_this_number = [entry for entry in articles if entry.anchor == anchor]
    rows = history.rows_of([*filter(None, line.values()), *of_this_number])
    by_key = {each.pk: each for each in versions}
    for row in rows:
        row.version = by_key[row.version_id]
    stages = history.stages(versions, line, rows)
    shown = next(
        stage.read for stage in stages if stage.read and stage.version == version
    )
    reading.hang_errata(shown.rows, version)
    groups = clause_tree.contents(outline)
    group = next(group for group in groups if group.holds(wanted))
    here = [entry for entry in outline if entry.kind == ClauseKind.ARTICLE]
    place = here.index(wanted)
    title = f"{shown.clause.label} {shown.clause.title}".strip()
    summary = (shown.plain_notes or shown.wording or [title])[0]
    standing = reading.version_to_read(regulation)
    return TemplateResponse(
        request,
        "publicity/clause.html",
        {
            "column": reading.column(),
            "article": reading.article_tags(
                version, f"{regulation.title} {title}", summary or title
            ),
            "crumbs": [
                *reading.crumbs(version, is_dated=is_dated),
                (
                    f"{version.effective_on:%Y-%m-%d}"
                    if is_dated
                    else reading.short(regulation),
                    addresses.text,
                ),
            ],
            "crumb": shown.clause.label,
            "canonical": shown.clause.get_absolute_url()
            if version == standing
            else addresses.article(anchor),
            "regulation": regulation,
            "version": version,
            "is_dated": is_dated,
            "is_standing": version == standing,
            "replaced_on": reading.replaced_on(version),
            "addresses": addresses,
            "read": shown,
            "units": _units(shown),
            "pairs": _pairs(shown),
            "stages": stages,
            "elsewhere": history.places_elsewhere(shown, versions, rows),
            "other": _other(stages, version, standing),
            "short_url": government_of(request).site.root_url
            + reverse(
                "publicity:clause_short",
                args=[regulation.pk, anchor.removeprefix(MARK)],
            ),
            "group": group,
            "groups": groups,
            "article_count": len(here),
            "before": here[place - 1] if place else None,
            "after": here[place + 1] if place + 1 < len(here) else None,
            "hub": clause_hub.show(shown.clause, request),
        },
    )


def _other(
    stages: list[history.Stage],
    version: RegulationVersion,
    standing: RegulationVersion,
) -> history.Stage | None:
    """Return the wording to set beside this one, where the two differ.

    Beside an older or a coming wording that is the one in force, which may not have
    the article at all; beside the one in force, the one to come.
    """
    other = standing if version != standing else reading.coming(version)
    if other is None:
        return None
    by_version = {stage.version.pk: stage for stage in stages}
    here = by_version[version.pk].read
    found = by_version.get(other.pk)
    if found is None:
        return history.Stage(other, None, history.Change.REMOVED)
    if found.read and here and (found.read.wording == here.wording):
        is_moved = found.read.clause.anchor != here.clause.anchor
        return found if is_moved else None
    return found


def _pairs(read: clause_tree.ReadArticle) -> list[PenaltyLink]:
    """Fetch what the article demands and what follows, or the other way round (RG-04)."""
    keys = [row.pk for row in read.rows]
    links = PenaltyLink.objects.filter(
        Q(duty_clause__in=keys) | Q(penalty_clause__in=keys)
    )
    return list(
        links.select_related("duty_clause", "penalty_clause").order_by(
            "duty_clause__position", "penalty_clause__position", "pk"
        )[:MOST_PAIRS]
    )


def _elsewhere(
    version: RegulationVersion, anchor: str, *, is_dated: bool
) -> HttpResponse:
    """Send on to the article that a 款 or 项 stands in, or to the last wording that had it.

    An address that was once good always answers (GW-64).
    """
    article = anchor_parts(anchor)[0]
    versions = [version]
    if not is_dated:
        versions += [
            each for each in version.regulation.versions.all() if each != version
        ]
    rows = Clause.objects.select_related(None).filter(version__in=versions)
    if article:
        rows = rows.filter(Q(anchor=article) | Q(anchor__startswith=f"{article}-"))
    else:
        rows = rows.filter(anchor=anchor)
    found = list(rows.order_by("version_id", "position"))
    for each in versions:
        dated = None if each == version and not is_dated else each.effective_on
        addresses = reading.Addresses(version.regulation.slug, dated)
        its_rows = [row for row in found if row.version_id == each.pk]
        read = clause_tree.read_articles(its_rows)
        if any(row.anchor == anchor for row in its_rows) or any(
            one.has_anchor(anchor) for one in read.values()
        ):
            return redirect(addresses.of(anchor))
    raise Http404


def _units(read: clause_tree.ReadArticle) -> list[object]:
    return list(
        dict.fromkeys(unit for row in read.rows for unit in row.responsible_units.all())
    )
