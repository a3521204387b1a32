"""Finds the same photo among all earlier ones (product.md §4, invariant 5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from portal.evidence.fingerprint import (
    BANDS,
    NEAR,
    NEAR_CUT,
    as_bits,
    bands,
    bands_near,
    distance,
)
from portal.evidence.models import CutPrint, Evidence

MOST_MATCHES = 20


@dataclass(frozen=True)
class Match:
    evidence: Evidence
    distance: int
    is_same_file: bool
    is_cut: bool = False  # one of the two is the other without its edges


def find_reused(evidence: Evidence, *, within: int = NEAR) -> list[Match]:
    """Return earlier photos that differ in at most `within` bits, the nearest first.

    Also those that it was cut out of, and what was cut out of it, if they differ in
    at most `NEAR_CUT`. A hint for a person, never a verdict: two photos of one wall
    are near as well.
    """
    cuts = [each.fingerprint for each in evidence.cut_prints.all()]
    near = _whole(evidence, cuts, within)
    for pk, bits in _cut_before(evidence):
        near.append((bits, pk, False, True))
    best: dict[int, tuple[int, int, bool, bool]] = {}
    for each in sorted(near):
        best.setdefault(each[1], each)
    chosen = list(best.values())[:MOST_MATCHES]
    # The row itself is fetched for the few that are near, not for all candidates.
    found = Evidence.objects.in_bulk([pk for _bits, pk, _same, _cut in chosen])
    return [
        Match(found[pk], bits, is_same, is_cut) for bits, pk, is_same, is_cut in chosen
    ]


def _whole(
    evidence: Evidence, cuts: list[int], within: int
) -> list[tuple[int, int, bool, bool]]:
    """Compare with earlier photos as they were: it, and what is cut out of it."""
    wanted = evidence.fingerprint
    condition = Q(sha256=evidence.sha256)
    if wanted is not None:
        condition |= _shares_a_band(
            [(wanted, within), *((cut, NEAR_CUT) for cut in cuts)]
        )
    near = []
    for pk, phash, sha256 in (
        Evidence.objects.received_before(evidence)
        .filter(condition)
        .values_list("pk", "phash", "sha256")
    ):
        if sha256 == evidence.sha256:
            near.append((0, pk, True, False))
        elif wanted is not None and phash is not None:
            bits = distance(as_bits(phash), wanted)
            if bits <= within:
                near.append((bits, pk, False, False))
            bits = min((distance(as_bits(phash), cut) for cut in cuts), default=64)
            if bits <= NEAR_CUT:
                near.append((bits, pk, False, True))
    return near


def _cut_before(evidence: Evidence) -> Iterable[tuple[int, int]]:
    """Find the earlier photos that it was cut out of."""
    wanted = evidence.fingerprint
    if wanted is None:
        return
    prints = CutPrint.objects.filter(
        _shares_a_band([(wanted, NEAR_CUT)]), evidence__lt=evidence.pk
    )
    for pk, phash in prints.values_list("evidence", "phash"):
        bits = distance(as_bits(phash), wanted)
        if bits <= NEAR_CUT:
            yield pk, bits


def _shares_a_band(wanted: Iterable[tuple[int, int]]) -> Q:
    """Bits that differ in four bands differ in one of them by a quarter at most.

    So an index on each band finds every candidate.
    """
    looked_up: list[set[int]] = [set() for _each in range(BANDS)]
    for value, within in wanted:
        for found, band in zip(looked_up, bands(value), strict=True):
            found.update(bands_near(band, within // BANDS))
    condition = Q()
    for at, found in enumerate(looked_up):
        condition |= Q(**{f"band_{at}__in": sorted(found)})
    return condition
