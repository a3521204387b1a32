"""The photos of the complaints: drawn, few by category, in a few bulk writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.evidence.models import Evidence
from portal.users.models import User
from reports.complaints.demo.cases import demo_key
from reports.complaints.demo.drawn import Painting, evidence_of, keep, painted
from reports.complaints.models import Complaint, ComplaintEvidence, EvidenceRole
from reports.complaints.workflow import ComplaintState

VARIANTS = 2
UNCHECKED_OF = 5  # one of so many still waits for the moderator
BATCH = 500
Sort = tuple[str, EvidenceRole, int]


@dataclass(frozen=True)
class Wanted:
    complaint: Complaint
    role: EvidenceRole
    number: int
    at: datetime

    @property
    def sort(self) -> Sort:
        variant = crc32(f"{self.complaint.key_hash} {self.number}".encode()) % VARIANTS
        is_before = self.role == EvidenceRole.BEFORE
        return self.complaint.category.code, self.role, variant if is_before else 0


def load_photos(context: Context) -> None:
    wanted = list(_wanted(context))
    scenes = _scenes(context, sorted({each.sort for each in wanted}))
    paintings = painted(context, scenes, _("投诉照片"))
    checker = User.objects.filter(username="demo-desk").first()
    made = [_evidence(each, paintings[each.sort], checker) for each in wanted]
    keep(
        [
            (evidence, paintings[each.sort])
            for each, evidence in zip(wanted, made, strict=True)
        ]
    )
    ComplaintEvidence.objects.bulk_create(
        (
            ComplaintEvidence(
                complaint=each.complaint,
                evidence=evidence,
                role=each.role,
                sort_order=each.number,
            )
            for each, evidence in zip(wanted, made, strict=True)
        ),
        batch_size=BATCH,
    )
    context.tell(_("投诉照片"), 1, 1)


def _wanted(context: Context) -> Iterable[Wanted]:
    rows = {
        demo_key(row["id"], copy): row
        for row in context.read("complaints")["complaints"]
        for copy in range(context.scale)
    }
    without = Complaint.objects.filter(
        Q(key_hash__startswith="demo "), evidence_links=None
    ).select_related("category")
    for complaint in without.order_by("pk"):
        row = rows.get(complaint.key_hash)
        # Copies of the county beyond the first go without: they are there for numbers.
        if row is None or complaint.key_hash.count(" ") > 1:
            continue
        for number in range(row["photos"]):
            yield Wanted(complaint, EvidenceRole.BEFORE, number, complaint.submitted_at)
        if complaint.state == ComplaintState.CLOSED and complaint.filed_at:
            yield Wanted(
                complaint,
                EvidenceRole.AFTER,
                0,
                complaint.handled_at or complaint.submitted_at,
            )


def _scenes(context: Context, sorts: list[Sort]) -> dict[Sort, tuple[str, str]]:
    scenes = context.read("complaint_rules")["photo_scenes"]
    return {
        (code, role, variant): (
            scenes[code][0 if role == EvidenceRole.BEFORE else 1],
            f"complaint {code} {role} {variant}",
        )
        for code, role, variant in sorts
    }


def _evidence(wanted: Wanted, painting: Painting, checker: User | None) -> Evidence:
    complaint = wanted.complaint
    is_waiting = complaint.is_open and complaint.pk % UNCHECKED_OF == 0
    is_checked = complaint.is_published and not is_waiting
    return evidence_of(painting, wanted.at, checked_by=checker if is_checked else None)
