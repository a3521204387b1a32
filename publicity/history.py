"""What became of an article through the wordings of its regulation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from publicity.clause_tree import ReadArticle, read_articles
from publicity.models import Clause, RegulationVersion


class Change(StrEnum):
    """What a wording did to an article."""

    FIRST = "first"
    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    REMOVED = "removed"


@dataclass(frozen=True)
class Stage:
    """An article in one wording; `read` is None where that wording does not have it."""

    version: RegulationVersion
    read: ReadArticle | None
    change: Change


class Lines:
    """Follows articles from wording to wording, by what each says it continues.

    Wordings of which nobody has said it are followed by the article's number.
    """

    def __init__(
        self, versions: Sequence[RegulationVersion], articles: Iterable[Clause]
    ) -> None:
        self.versions = versions  # the newest first
        self._by_anchor: dict[int, dict[str, Clause]] = defaultdict(dict)
        self._by_key: dict[int, Clause] = {}
        self._next: dict[int, dict[int, Clause]] = defaultdict(dict)
        for article in articles:
            self._by_anchor[article.version_id][article.anchor] = article
            self._by_key[article.pk] = article
            if article.continues_id:
                self._next[article.continues_id][article.version_id] = article
        self._is_tied = {
            version.pk: any(
                article.continues_id for article in self._by_anchor[version.pk].values()
            )
            for version in versions
        }

    def of(self, article: Clause) -> dict[int, Clause | None]:
        """Return the article as each wording has it, by the wording's key."""
        place = next(
            number
            for number, version in enumerate(self.versions)
            if version.pk == article.version_id
        )
        found: dict[int, Clause | None] = {article.version_id: article}
        here: Clause | None = article
        for version in self.versions[place + 1 :]:
            here = self._older(here, version) if here is not None else None
            found[version.pk] = here
        here = article
        for version in reversed(self.versions[:place]):
            here = self._newer(here, version) if here is not None else None
            found[version.pk] = here
        return found

    def _older(self, article: Clause, version: RegulationVersion) -> Clause | None:
        if article.continues_id:
            before = self._by_key.get(article.continues_id)
            return before if before and before.version_id == version.pk else None
        if self._is_tied[article.version_id]:
            return None
        return self._by_anchor[version.pk].get(article.anchor)

    def _newer(self, article: Clause, version: RegulationVersion) -> Clause | None:
        if self._is_tied[version.pk]:
            return self._next[article.pk].get(version.pk)
        return self._by_anchor[version.pk].get(article.anchor)


def places_elsewhere(
    shown: ReadArticle, versions: Sequence[RegulationVersion], rows: Iterable[Clause]
) -> list[tuple[RegulationVersion, str]]:
    """Return the 款 and 项 that only other wordings of the article's number have.

    What was once written down as `#art-9-p2` then still ends at a line that tells where
    it is read, though the article has no 第二款 any more.
    """
    by_key = {version.pk: version for version in versions}
    found: dict[str, RegulationVersion] = {}
    read = read_articles(rows).values()
    for each in sorted(
        read, key=lambda each: by_key[each.clause.version_id].effective_on
    ):
        if each.clause.anchor == shown.clause.anchor:
            for passage in each.all_passages():
                if not shown.has_anchor(passage.anchor):
                    found[passage.anchor] = by_key[each.clause.version_id]
    return [(version, anchor) for anchor, version in found.items()]


def rows_of(articles: Iterable[Clause]) -> list[Clause]:
    """Fetch articles with all that stands in them, in the order of their texts."""
    keys = [article.pk for article in articles]
    within = Q(pk__in=keys)
    for above in ("parent", "parent__parent", "parent__parent__parent"):
        within |= Q(**{f"{above}__in": keys})
    rows = Clause.objects.select_related(None).select_related("audio", "film")
    return list(
        rows.filter(within)
        .order_by("version_id", "position")
        .prefetch_related("responsible_units")
    )


def stages(
    versions: Sequence[RegulationVersion],
    line: Mapping[int, Clause | None],
    rows: Iterable[Clause],
) -> list[Stage]:
    """Tell wording by wording, the newest first, what was done to the article."""
    read = read_articles(rows)
    in_version = {key: read[row.pk] for key, row in line.items() if row}
    found: list[Stage] = []
    for number, version in enumerate(versions):
        here = in_version.get(version.pk)
        older = next(iter(versions[number + 1 :]), None)
        before = in_version.get(older.pk) if older else None
        if here or before:
            found.append(Stage(version, here, _change(before, here, older)))
    return found


def _change(
    before: ReadArticle | None,
    here: ReadArticle | None,
    older: RegulationVersion | None,
) -> Change:
    if here is None:
        return Change.REMOVED
    if before is None:
        return Change.ADDED if older else Change.FIRST
    if before.wording != here.wording:
        return Change.CHANGED
    if before.clause.anchor != here.clause.anchor:
        return Change.RENUMBERED
    return Change.SAME
