"""Judges a pasted text, beside the wording that it would take the place of."""

from dataclasses import dataclass
from datetime import date

from publicity import clause_tree
from publicity.models import Regulation, RegulationVersion
from publicity.services.wording_references import dead_references, library_for
from publicity.wording.comparing import Comparison, compare
from publicity.wording.parsing import parse
from publicity.wording.places import Fault
from publicity.wording.texts import Text, wordings


@dataclass(frozen=True)
class Review:
    """What a paste would become, beside the wording that it would take the place of."""

    text: Text
    faults: list[Fault]
    previous: RegulationVersion | None
    comparison: Comparison

    @property
    def is_grave(self) -> bool:
        return any(fault.is_grave for fault in self.faults)


def review_text(regulation: Regulation, text: str, *, effective_on: date) -> Review:
    """Judge a pasted text without keeping any of it."""
    parsed = parse(text)
    library = library_for([text], regulation)
    faults = sorted(
        [*parsed.faults, *dead_references(parsed.places, library)],
        key=lambda fault: fault.line,
    )
    previous = version_before(regulation, effective_on)
    newer = wordings(parsed)
    older = wordings_of(previous) if previous else {}
    return Review(parsed, faults, previous, compare(older, newer))


def version_before(
    regulation: Regulation, effective_on: date
) -> RegulationVersion | None:
    """Return the wording that one from `effective_on` takes the place of."""
    earlier = RegulationVersion.objects.public().filter(
        regulation=regulation, effective_on__lt=effective_on
    )
    return earlier.order_by("-effective_on").first()


def wordings_of(version: RegulationVersion) -> dict[str, str]:
    rows = version.clauses.select_related(None).order_by("position")
    return {
        read.clause.anchor: read.whole
        for read in clause_tree.read_articles(rows).values()
    }
