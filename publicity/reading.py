"""Which wording of a regulation a reader is shown, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    prefetch_related_objects,
)
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.frame.meta import Article, Column, ColumnType
from publicity.models import Clause, Erratum, Regulation, RegulationVersion
from publicity.models.regulations import RegulationQuerySet
from publicity.wording.references import anchor_parts
from publicity.workflow import ClauseKind, Validity

OUTLINE = [
    ClauseKind.PART,
    ClauseKind.CHAPTER,
    ClauseKind.SECTION,
    ClauseKind.ARTICLE,
]


def column() -> Column:
    return Column(
        name=_("法规逐条"),
        type=ColumnType.POLICY,
        description=_(
            "本县创建工作的管理规定，逐条公布，写明做什么、没做到会怎样、谁来管。"
        ),
        keywords=_("法规,条款,处罚,奖励,双创"),
    )


def article_tags(version: RegulationVersion, title: str, description: str) -> Article:
    regulation = version.regulation
    return Article(
        title=title,
        published_at=timezone.make_aware(
            datetime.combine(version.effective_on, time.min)
        ),
        source=regulation.issuer,
        keywords=[regulation.topic],
        description=description,
    )


def get_regulation_or_404(slug: str) -> Regulation:
    """Fetch a regulation with its published wordings, the newest first: two queries."""
    regulation = get_object_or_404(with_public_versions(), slug=slug)
    if not regulation.versions.all():
        raise Http404
    return regulation


def with_public_versions() -> RegulationQuerySet:
    versions = (
        RegulationVersion.objects.public()
        .order_by("-effective_on")
        .annotate(
            article_count=Count(
                "clauses", filter=Q(clauses__kind=ClauseKind.ARTICLE), distinct=True
            ),
            penalty_count=Count(
                "clauses",
                filter=~Q(clauses__penalty="") | Q(clauses__duty_links__isnull=False),
                distinct=True,
            ),
            has_errata=Exists(
                Erratum.objects.accepted().filter(clause__version=OuterRef("pk"))
            ),
        )
    )
    regulations: RegulationQuerySet = Regulation.objects.select_related(
        "drafted_by"
    ).prefetch_related(Prefetch("versions", versions))
    return regulations


def version_to_read(regulation: Regulation) -> RegulationVersion:
    """Choose the wording in force; else the first that will be; else the last that was."""
    versions = regulation.versions.all()
    by_validity = {version.validity: version for version in versions}
    return (
        by_validity.get(Validity.IN_FORCE)
        or by_validity.get(Validity.FUTURE)  # the earliest: it was put in last
        or versions[0]
    )


def version_of(regulation: Regulation, effective_on: date) -> RegulationVersion:
    for version in regulation.versions.all():
        if version.effective_on == effective_on:
            return version
    raise Http404


def replaced_on(version: RegulationVersion) -> date | None:
    """Return the day on which a newer wording took, or takes, the place of `version`."""
    for newer, older in pairwise(version.regulation.versions.all()):
        if older == version:
            return newer.effective_on
    return None


def coming(version: RegulationVersion) -> RegulationVersion | None:
    """Return the wording that will take the place of `version`, if it is public already."""
    versions = version.regulation.versions.all()
    if version.validity != Validity.IN_FORCE:
        return None
    ahead = [each for each in versions if each.validity == Validity.FUTURE]
    return ahead[-1] if ahead else None


def outline_of_all(regulation: Regulation) -> list[Clause]:
    """Fetch headings and articles of all public wordings, without their texts: one query."""
    return list(
        Clause.objects.select_related(None)
        .filter(version__in=[version.pk for version in regulation.versions.all()])
        .filter(kind__in=OUTLINE)
        .order_by("version_id", "position")
        .only(
            "version_id",
            "kind",
            "number",
            "label",
            "title",
            "anchor",
            "position",
            "continues_id",
        )
    )


def hang_errata(rows: Sequence[Clause], version: RegulationVersion) -> None:
    """Let each row tell as `errata` what was put right in it; most wordings have none."""
    if getattr(version, "has_errata", False):
        errata = Prefetch("all_errata", Erratum.objects.accepted(), to_attr="errata")
        prefetch_related_objects(rows, errata)


def short(regulation: Regulation) -> str:
    return regulation.short_title or regulation.title


def crumbs(version: RegulationVersion, *, is_dated: bool) -> list[tuple[str, str]]:
    """Return the way to a wording: where it is dated, over the one in force."""
    regulation = version.regulation
    found = [(_("法规逐条"), reverse("publicity:regulations"))]
    if is_dated:
        found.append((short(regulation), regulation.get_absolute_url()))
    return found


@dataclass(frozen=True)
class Addresses:
    """Where the places of one wording are read: links stay within it (RG-03).

    `dated` is the day of a wording that is read at its own address; `in_page` says
    that the whole text stands on the page.
    """

    slug: str
    dated: date | None = None
    in_page: bool = False

    @property
    def text(self) -> str:
        if self.dated:
            return reverse("publicity:regulation_version", args=[self.slug, self.dated])
        return reverse("publicity:regulation", args=[self.slug])

    def of(self, anchor: str, regulation: str = "") -> str:
        """Return where `anchor` is read, in this wording or in another regulation."""
        if self.in_page and not regulation:
            return f"#{anchor}"
        if regulation:
            return Addresses(regulation).of(anchor)
        article = anchor_parts(anchor)[0]
        if not article:
            return f"{self.text}#{anchor}"
        return self.article(article) + (f"#{anchor}" if anchor != article else "")

    def article(self, anchor: str) -> str:
        if self.dated:
            return reverse(
                "publicity:clause_version", args=[self.slug, self.dated, anchor]
            )
        return reverse("publicity:clause", args=[self.slug, anchor])
