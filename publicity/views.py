from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.paging import page_of
from publicity import clause_tree, finding, history, reading
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.workflow import Validity

PENALTIES_PER_PAGE = 20


def regulations(request: HttpRequest) -> HttpResponse:
    if request.GET.get("show") == "penalties":
        return _penalties(request)
    everything: list[tuple[Regulation, Any]] = [
        (regulation, reading.version_to_read(regulation))
        for regulation in reading.with_public_versions().public()
    ]
    topics = Counter(regulation.topic for regulation, _version in everything)
    topic = request.GET.get("topic", "")
    if topic and topic not in topics:
        raise Http404
    return TemplateResponse(
        request,
        "publicity/regulations.html",
        {
            "column": reading.column(),
            "crumb": _("法规逐条"),
            "entries": [entry for entry in everything if topic in {"", entry[0].topic}],
            "topics": dict(topics),
            "topic": topic,
            "regulation_count": len(everything),
            "penalty_count": sum(
                version.penalty_count
                for _regulation, version in everything
                if version.validity == Validity.IN_FORCE
            ),
        },
    )


def _penalties(request: HttpRequest) -> HttpResponse:
    clauses = Clause.objects.in_force(timezone.localdate()).with_penalty()
    pairs = PenaltyLink.objects.select_related("duty_clause")
    return TemplateResponse(
        request,
        "publicity/regulation_penalties.html",
        {
            "column": reading.column(),
            "crumbs": [(_("法规逐条"), reverse("publicity:regulations"))],
            "crumb": _("违反了会怎样"),
            "clauses": page_of(
                clauses.prefetch_related(Prefetch("duty_links", pairs)),
                request,
                per_page=PENALTIES_PER_PAGE,
            ),
        },
    )


def regulation(request: HttpRequest, slug: str) -> HttpResponse:
    found = reading.get_regulation_or_404(slug)
    return _whole_text(request, reading.version_to_read(found), is_dated=False)


def regulation_version(
    request: HttpRequest, slug: str, effective_on: date
) -> HttpResponse:
    found = reading.get_regulation_or_404(slug)
    return _whole_text(request, reading.version_of(found, effective_on), is_dated=True)


def _whole_text(
    request: HttpRequest, version: RegulationVersion, *, is_dated: bool
) -> HttpResponse:
    regulation = version.regulation
    rows = _rows(version)
    articles = clause_tree.read_articles(rows)
    dated = version.effective_on if is_dated else None
    context: dict[str, Any] = {
        "column": reading.column(),
        "crumbs": reading.crumbs(version, is_dated=is_dated),
        "crumb": f"{version.effective_on:%Y-%m-%d}"
        if is_dated
        else reading.short(regulation),
        "regulation": regulation,
        "version": version,
        "addresses": reading.Addresses(regulation.slug, dated),
    }
    if "q" in request.GET:
        answer = finding.search_within(request.GET["q"], articles.values())
        return TemplateResponse(
            request, "publicity/regulation_search.html", {**context, "answer": answer}
        )
    reading.hang_errata(rows, version)
    standing = reading.version_to_read(regulation)
    canonical = version.get_absolute_url()
    changed: set[str] = set()
    if version == standing:
        canonical = regulation.get_absolute_url()
    else:
        changed = _changed(version, articles, standing)
    return TemplateResponse(
        request,
        "publicity/regulation.html",
        {
            **context,
            "article": reading.article_tags(
                version,
                regulation.title,
                _("%(title)s全文，共%(count)d条。")
                % {"title": regulation.title, "count": len(articles)},
            ),
            "links": reading.Addresses(regulation.slug, dated, in_page=True),
            "standing": standing,
            "is_standing": version == standing,
            "replaced_on": reading.replaced_on(version),
            "coming": reading.coming(version),
            "groups": [
                (group, [articles[article.pk] for article in group.articles])
                for group in clause_tree.contents(rows)
            ],
            "changed": changed,
            "canonical": canonical,
        },
    )


def _changed(
    version: RegulationVersion,
    articles: dict[int, clause_tree.ReadArticle],
    standing: RegulationVersion,
) -> set[str]:
    """Return the anchors of the articles that read otherwise in the wording in force."""
    regulation = version.regulation
    lines = history.Lines(
        list(regulation.versions.all()), reading.outline_of_all(regulation)
    )
    today = {
        read.clause.pk: read.wording
        for read in clause_tree.read_articles(_rows(standing)).values()
    }
    changed: set[str] = set()
    for read in articles.values():
        other = lines.of(read.clause).get(standing.pk)
        if other is None or today.get(other.pk) != read.wording:
            changed.add(read.clause.anchor)
    return changed


def _rows(version: RegulationVersion) -> list[Clause]:
    return list(version.clauses.select_related(None).order_by("position"))
