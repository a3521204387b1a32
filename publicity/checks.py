"""What publicity looks at before a film goes out (TV-07)."""

from collections.abc import Iterator
from typing import Any

from portal.review.checks import Finding, register_check
from portal.review.rules import film_without_words
from publicity.models import EpisodePage, PsaPage


def register_checks() -> None:
    register_check("broadcasts_have_words", broadcasts_have_words)


def broadcasts_have_words(page: Any) -> Iterator[Finding]:
    words = {EpisodePage: "transcript", PsaPage: "script"}.get(type(page))
    if words:
        place = page._meta.get_field("video").verbose_name
        yield from film_without_words(page.video, getattr(page, words), place)
