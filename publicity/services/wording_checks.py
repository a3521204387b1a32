"""What is looked at in the texts of a regulation before they are public (GW-39, GW-40)."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db import models
from django.utils.translation import gettext as _

from portal.review.checks import Finding
from portal.review.rules import no_personal_numbers, no_wrong_wordings
from publicity.models import Clause


def faults_of(row: models.Model) -> Iterator[str]:
    """Say what keeps the texts of a row from being public, and what to do about it."""
    where = getattr(row, "label", "")
    for finding in chain(
        no_personal_numbers(row), no_wrong_wordings(row), _film_has_captions(row)
    ):
        if finding.blocks:
            yield f"{where} {finding}".strip()


def faults_of_all(rows: Iterable[models.Model]) -> str:
    return " ".join(chain.from_iterable(map(faults_of, rows)))


def _film_has_captions(row: models.Model) -> Iterator[Finding]:
    """TV-07: a film is no use to the deaf without captions."""
    if isinstance(row, Clause) and row.film and not row.film.captions:
        yield Finding(
            kind="film",
            place=Clause._meta.get_field("film").verbose_name,
            sentence=_("视频没有字幕，请先在“视频和音频”里给它加上字幕文件。"),
        )
