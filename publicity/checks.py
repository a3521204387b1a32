"""What publicity looks at before a page goes out: films (TV-07), quoted law."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from portal.review.checks import Finding, register_check
from portal.review.rules import film_without_words
from portal.review.texts import structs_in
from publicity.models import EpisodePage, KnowledgeClause, KnowledgePage, PsaPage
from publicity.workflow import VersionState


def register_checks() -> None:
    register_check("clauses_are_public", clauses_are_public)
    register_check("broadcasts_have_words", broadcasts_have_words)


def clauses_are_public(page: Any) -> Iterator[Finding]:
    """Nothing that is public quotes what is a draft."""
    quoted = [(place, struct.get("clause")) for place, struct in structs_in(page)]
    if isinstance(page, KnowledgePage):
        place = str(KnowledgeClause._meta.verbose_name)
        quoted += [(place, link.clause) for link in page.clause_links.all()]
    for place, clause in quoted:
        if clause and clause.version.state != VersionState.PUBLISHED:
            yield Finding(
                kind="clause",
                place=place,
                sentence=_("%(clause)s还没有公布，请先公布，或者换成已公布的条款。")
                % {"clause": clause},
            )


def broadcasts_have_words(page: Any) -> Iterator[Finding]:
    words = {EpisodePage: "transcript", PsaPage: "script"}.get(type(page))
    if words:
        place = page._meta.get_field("video").verbose_name
        yield from film_without_words(page.video, getattr(page, words), place)
