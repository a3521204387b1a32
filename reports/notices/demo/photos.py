"""The photos of the notices: before, and after each time that a unit handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.users.models import User
from reports.complaints.demo.drawn import evidence_of, keep, painted
from reports.notices.demo.notices import people
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.workflow import PhotoRole

VARIANTS = 2


@dataclass(frozen=True)
class Wanted:
    notice: RectificationNotice
    role: PhotoRole
    round: int
    at: datetime
    is_good: bool  # shows it put right

    @property
    def sort(self) -> tuple[str, bool, int]:
        code = self.notice.category.code if self.notice.category else ""
        variant = (self.notice.sequence or 0) % VARIANTS
        return code, self.is_good, variant + (0 if self.round == 1 else VARIANTS)


def load_photos(context: Context) -> None:
    numbers = [row["number"] for row in context.read("notices")["notices"]]
    without = RectificationNotice.objects.filter(
        number__in=numbers, evidence_links=None
    ).select_related("category")
    wanted = [
        each
        for notice in without.prefetch_related("reinspections", "submissions")
        for each in _wanted(notice)
    ]
    scenes = context.read("complaint_rules")["photo_scenes"]
    sorts = {
        sort: (scenes[sort[0]][sort[1]], "notice {} {} {}".format(*sort))
        for sort in sorted({each.sort for each in wanted})
    }
    paintings = painted(context, sorts, _("通知单照片"))
    hands = people()
    made = [
        evidence_of(paintings[each.sort], each.at, checked_by=hands["draft"])
        for each in wanted
    ]
    keep(
        [
            (evidence, paintings[each.sort])
            for each, evidence in zip(wanted, made, strict=True)
        ]
    )
    doubts = {
        row["notice"]: row for row in context.read("supervision").get("doubts", [])
    }
    NoticeEvidence.objects.bulk_create(
        NoticeEvidence(
            notice=each.notice,
            evidence=evidence,
            role=each.role,
            round=each.round,
            received_at=each.at,
            **_taken(each, doubts.get(each.notice.number or ""), hands["check"]),
        )
        for each, evidence in zip(wanted, made, strict=True)
    )


def _wanted(notice: RectificationNotice) -> Iterator[Wanted]:
    yield Wanted(notice, PhotoRole.BEFORE, 1, notice.checked_at, is_good=False)
    passed = {each.round for each in notice.reinspections.all() if each.is_passed}
    for submission in notice.submissions.all():
        yield Wanted(
            notice,
            PhotoRole.AFTER,
            submission.round,
            submission.at,
            is_good=submission.round in passed,
        )


def _taken(each: Wanted, row: dict[str, Any] | None, checker: User) -> dict[str, Any]:
    """Return how it was taken, and what speaks against it where the data says so."""
    if each.role != PhotoRole.AFTER:
        return {}
    found: dict[str, Any] = {
        "is_from_camera": True,
        "distance_m": 5 + (each.notice.sequence or 0) % 40,
    }
    if row is None or each.round != 1:
        return found
    found["warnings"] = row["warnings"]
    if "too_far" in row["warnings"]:
        found |= {"distance_m": 640, "is_from_camera": False}
    if row["because"]:
        found |= {
            "cleared_by": checker,
            "cleared_at": each.at + timedelta(hours=3),
            "cleared_because": row["because"],
        }
    return found
