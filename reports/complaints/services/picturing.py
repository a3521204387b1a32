"""Photos and films of a complaint: sent with it, added to it, taken afterwards.

A file is judged and on the disk before anything is locked; the link to the complaint
commits with the step that it belongs to. What no step takes is deleted after two
days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.evidence.models import Evidence
from portal.evidence.owners import is_held
from portal.evidence.pictures import Offer, read_offer
from portal.evidence.services import receive_photo, receive_photos, receive_video
from portal.evidence.services.housekeeping import forget, forget_origin
from portal.timeline.services import record
from portal.uploads import ByteFile
from portal.users.models import User
from reports.complaints.models import Complaint, ComplaintEvidence, EvidenceRole
from reports.complaints.models.evidence import FROM_RESIDENTS
from reports.complaints.refusals import Refused
from reports.complaints.services.steps import By, user_of
from reports.complaints.services.submitting import Submission, Ticket, submit_complaint

MOST_VIDEOS = 1


@dataclass
class Received:
    """What came in of the files of a form, and a sentence for each that did not."""

    evidence: list[Evidence] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    # Where the first photo says it was taken: only if its sender agreed.
    offer: Offer = field(default_factory=Offer, repr=False)


def receive_files(
    photos: Sequence[ByteFile],
    videos: Sequence[ByteFile] = (),
    *,
    kept: int = 0,
    may_use_place: bool = False,
) -> Received:
    """Store each file that is a photo or a film; a bad one does not spoil the others.

    `kept` photos are there already. Raises `StorageFull`.
    """
    received = Received()
    most = settings.EVIDENCE_MOST_PHOTOS
    room = max(0, most - kept)
    for number, file in enumerate(photos[:room], kept + 1):
        offer = read_offer(file) if may_use_place else Offer()
        try:
            received.evidence.append(receive_photo(file, keep=offer))
        except ValidationError as error:
            received.refusals += [
                _("第%(number)s张：%(why)s") % {"number": number, "why": why}
                for why in error.messages
            ]
            continue
        if received.offer.latitude is None:
            received.offer = offer
    if len(photos) > room:
        received.refusals.append(
            _("最多%(most)s张照片，多出来的没有收。") % {"most": most}
        )
    for file in videos[:MOST_VIDEOS]:
        try:
            received.evidence.append(receive_video(file))
        except ValidationError as error:
            received.refusals += [
                _("视频：%(why)s") % {"why": why} for why in error.messages
            ]
    return received


@transaction.atomic
def submit_with_evidence(
    submission: Submission,
    evidence: Sequence[Evidence],
    *,
    by: User | None = None,
    is_first: bool = False,
    doubt: str = "",
) -> Ticket:
    """Keep the complaint and its photos together, or neither.

    `doubt` tells the desk why to look twice; nobody is turned away for it.
    """
    ticket = submit_complaint(submission, by=by, is_first=is_first)
    if ticket.is_new:
        attach(ticket.complaint, evidence, EvidenceRole.BEFORE)
        if doubt:
            record(ticket.complaint, "doubt", by=None, because=doubt)
    return ticket


@transaction.atomic
def attach(
    complaint: Complaint, evidence: Sequence[Evidence], role: EvidenceRole
) -> None:
    """Add what was received, in its order. What belongs to another stays there."""
    if not evidence:
        return
    taken = set(
        ComplaintEvidence.objects.filter(evidence__in=evidence).values_list(
            "evidence", flat=True
        )
    )
    start = complaint.evidence_links.filter(role=role).count()
    ComplaintEvidence.objects.bulk_create(
        ComplaintEvidence(
            complaint=complaint, evidence=each, role=role, sort_order=start + number
        )
        for number, each in enumerate(evidence)
        if each.pk not in taken
    )


def receive_after_photos(
    complaint: Complaint, files: Sequence[ByteFile], *, by: By
) -> list[Evidence]:
    """Store the photos that show what was done, all or none, before the step itself.

    `attach` then joins them to it. Raises `Refused` with a sentence, or `StorageFull`.
    """
    if not files:
        return []
    there = complaint.evidence_links.filter(role=EvidenceRole.AFTER).count()
    most = settings.EVIDENCE_MOST_PHOTOS
    # Each rework brings photos of its own.
    if there + len(files) > most * (complaint.n_reworks + 1):
        raise Refused(_("处置后的照片最多%(most)s张。") % {"most": most})
    try:
        return receive_photos(files, by=user_of(by))
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def forget_pictures(complaints: Sequence[Complaint]) -> None:
    """Delete what residents sent, but the checked copies of what is public (PR-05).

    The files as they were sent tell the place and the phone they were taken with.
    """
    links = ComplaintEvidence.objects.filter(
        complaint__in=complaints, role__in=FROM_RESIDENTS
    ).select_related("evidence", "complaint")
    for link in links:
        is_shown = link.complaint.is_published and link.evidence.is_checked
        if is_shown and link.role == EvidenceRole.BEFORE:
            forget_origin(link.evidence)
            continue
        link.delete()
        if is_held(link.evidence):  # by a notice that was made from the complaint
            forget_origin(link.evidence)
        else:
            forget(link.evidence)
