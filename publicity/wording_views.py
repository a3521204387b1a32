"""Pages of the CMS for a regulation's wordings: bring in, publish, repeal."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from portal.refusals import Stale
from portal.workflow import TransitionNotAllowed
from publicity import clause_tree
from publicity.forms import RepealForm, WordingForm
from publicity.models import RegulationVersion
from publicity.permissions import PUBLISH_WORDINGS
from publicity.reading import Addresses
from publicity.services.wording_review import (
    Review,
    review_text,
    version_before,
    wordings_of,
)
from publicity.services.wordings import (
    RefusedByLaw,
    accepted_faults,
    draft_version,
    publish_version,
    repeal_version,
    stamp_of,
)
from publicity.wording.comparing import Comparison, compare
from publicity.wording.places import Fault, Place
from publicity.wording.texts import wordings
from publicity.wording.tidying import tidy_lines

ADD = "publicity.add_regulationversion"


@dataclass(frozen=True)
class Difference:
    """One article that the new wording changes, moves, adds or takes away."""

    kind: str
    anchor: str
    before: str = ""
    after: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Judge a pasted text, show what it would become, then keep it as a draft."""
    _require(request, ADD)
    form = WordingForm(request.POST or None, initial=request.GET.dict())
    review: Review | None = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        review = review_text(
            chosen["regulation"], chosen["text"], effective_on=chosen["effective_on"]
        )
        if "keep" in request.POST:
            try:
                version = draft_version(
                    chosen["regulation"],
                    chosen["text"],
                    effective_on=chosen["effective_on"],
                    by=request.user,  # type: ignore[arg-type]
                    accepting_faults=chosen["accepting_faults"],
                )
            except RefusedByLaw as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("文本存下来了，还没有公布。请另一个人核对后公布。")
                )
                return redirect("publicity_wording_publish", version.pk)
    context: dict[str, Any] = {"form": form, "review": review}
    if review:
        older = wordings_of(review.previous) if review.previous else {}
        context["differences"] = _differences(
            review.comparison, older, wordings(review.text)
        )
        context["lines"] = _lines(form.cleaned_data["text"], review)
    return TemplateResponse(
        request,
        "publicity/cms/bring_in.html",
        context,
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, key: int) -> HttpResponse:
    version = get_object_or_404(
        RegulationVersion.objects.select_related("regulation"), pk=key
    )
    may_publish = request.user.has_perm(PUBLISH_WORDINGS)
    if not may_publish:
        _require(request, ADD)
    if request.method == "POST":
        _require(request, PUBLISH_WORDINGS)
        try:
            publish_version(
                version,
                by=request.user,  # type: ignore[arg-type]
                seen=request.POST.get("stamp", ""),
            )
        except (RefusedByLaw, Stale) as refusal:
            messages.error(request, str(refusal))
        except TransitionNotAllowed:
            messages.error(request, _("这个版本已经公布过了。"))
        else:
            messages.success(request, _("公布了。"))
            return redirect(_list_address())
    stamp = stamp_of(version)  # before the text is read: never newer than what is shown
    previous = version_before(version.regulation, version.effective_on)
    older = wordings_of(previous) if previous else {}
    newer = wordings_of(version)
    return TemplateResponse(
        request,
        "publicity/cms/publish.html",
        {
            "version": version,
            "previous": previous,
            "differences": _differences(compare(older, newer), older, newer),
            "article_count": len(newer),
            "groups": _groups(version),
            "links": Addresses(
                version.regulation.slug, version.effective_on, in_page=True
            ),
            "accepted": accepted_faults(version),
            "may_publish": may_publish,
            "stamp": stamp,
            "list_address": _list_address(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: HttpRequest, key: int) -> HttpResponse:
    _require(request, PUBLISH_WORDINGS)
    version = get_object_or_404(
        RegulationVersion.objects.public().select_related("regulation"), pk=key
    )
    form = RepealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            repeal_version(version, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except RefusedByLaw as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("记下了废止日期。"))
            return redirect(_list_address())
    return TemplateResponse(
        request,
        "publicity/cms/repeal.html",
        {"version": version, "form": form, "list_address": _list_address()},
        status=400 if form.errors else 200,
    )


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _list_address() -> str:
    viewset = RegulationVersion.snippet_viewset  # type: ignore[attr-defined]
    return reverse(viewset.get_url_name("list"))


def _differences(
    comparison: Comparison, older: dict[str, str], newer: dict[str, str]
) -> list[Difference]:
    """Set changed, renumbered, new and lost articles side by side, in order."""
    found = [
        Difference(
            _("修改") if anchor in comparison.changed else _("改条号"),
            anchor if old == anchor else f"{old} → {anchor}",
            older[old],
            newer[anchor],
        )
        for anchor, old in comparison.before.items()
        if anchor in comparison.changed or old != anchor
    ]
    found += [
        Difference(_("新增"), anchor, after=newer[anchor])
        for anchor in comparison.added
    ]
    found += [
        Difference(_("删去"), anchor, before=older[anchor])
        for anchor in comparison.removed
    ]
    return found


def _groups(
    version: RegulationVersion,
) -> list[tuple[clause_tree.Group, list[clause_tree.ReadArticle]]]:
    """Return the whole wording, with all that will be public together with it."""
    rows = version.clauses.select_related(None).select_related("audio", "film")
    in_order = list(
        rows.order_by("position").prefetch_related(
            "responsible_units", "penalty_links__penalty_clause"
        )
    )
    articles = clause_tree.read_articles(in_order)
    return [
        (group, [articles[article.pk] for article in group.articles])
        for group in clause_tree.contents(in_order)
    ]


def _lines(
    text: str, review: Review
) -> list[tuple[int, str, list[Place], list[Fault]]]:
    """Return the kept lines with what was made of each, and what is wrong with it."""
    places: dict[int, list[Place]] = {}
    for place in review.text.places:
        places.setdefault(place.line, []).append(place)
    faults: dict[int, list[Fault]] = {}
    for fault in review.faults:
        faults.setdefault(fault.line, []).append(fault)
    shown = [
        (
            line.number,
            line.text,
            places.get(line.number, []),
            faults.get(line.number, []),
        )
        for line in tidy_lines(text)
    ]
    known = {number for number, *_rest in shown}
    shown += [(n, "", [], found) for n, found in faults.items() if n not in known]
    return sorted(shown, key=lambda row: row[0])
