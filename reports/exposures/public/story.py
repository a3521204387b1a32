"""One exposure from beginning to end: what the loop page tells, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from portal.evidence.models import PublicCopy
from portal.timeline.models import Event
from publicity.models import Clause
from reports.complaints.models import Complaint
from reports.exposures.models import Exposure, ExposureEvidence, UnitStatement
from reports.exposures.workflow import PictureRole
from reports.notices.models import (
    NoticeComplaint,
    RectificationNotice,
    Reinspection,
)


@dataclass(frozen=True)
class Picture:
    """A photo or film as everybody may see it; without copies it still waits."""

    role: PictureRole
    caption: str
    is_photo: bool
    small: PublicCopy | None
    full: PublicCopy | None


@dataclass(frozen=True)
class Step:
    on: date
    text: str
    key: int
    is_correction: bool = False


@dataclass
class Story:
    exposure: Exposure
    clauses: list[Clause]
    pictures: list[Picture]
    links: list[NoticeComplaint]
    reinspections: list[Reinspection]
    statements: list[UnitStatement]
    steps: list[Step] = field(default_factory=list)

    @property
    def before(self) -> list[Picture]:
        return [each for each in self.pictures if each.role == PictureRole.BEFORE]

    @property
    def after(self) -> list[Picture]:
        return [each for each in self.pictures if each.role == PictureRole.AFTER]

    @property
    def complaints(self) -> list[Complaint]:
        return [link.complaint for link in self.links]

    @property
    def verdicts(self) -> list[NoticeComplaint]:
        """Return what residents said at the end: by complaint, never by name."""
        return [link for link in self.links if link.verdict or link.complaint.rating]

    @property
    def corrections(self) -> list[Step]:
        return [step for step in self.steps if step.is_correction]


def story_of(exposure: Exposure) -> Story:
    """Load all that the page of one exposure says: seven queries beside its own."""
    notice = exposure.notice
    return Story(
        exposure=exposure,
        clauses=list(exposure.clauses.all()),
        # Before, then after: the order of the words, not of the alphabet.
        pictures=sorted(
            pictures_of(exposure.evidence_links.with_copies()),
            key=lambda picture: picture.role == PictureRole.AFTER,
        ),
        links=_complaints_of(notice) if notice else [],
        reinspections=list(notice.reinspections.order_by("at")) if notice else [],
        statements=list(exposure.statements.select_related("unit")),
        steps=_steps_of(exposure),
    )


def pictures_of(links: Any) -> list[Picture]:
    return [_picture(link) for link in links]


def _picture(link: ExposureEvidence) -> Picture:
    copies = {
        copy.use: copy
        for copy in link.evidence.public_copies.all()
        if link.evidence.is_checked
    }
    return Picture(
        role=PictureRole(link.role),
        caption=link.caption,
        is_photo=link.evidence.is_photo,
        small=copies.get(PublicCopy.Use.SMALL),
        full=copies.get(PublicCopy.Use.FULL),
    )


def first_pictures(exposures: Sequence[Exposure]) -> dict[int, Picture]:
    """Return for each of a list the first photo that shows it now: two queries.

    What has been mended is shown mended.
    """
    links = ExposureEvidence.objects.filter(exposure__in=exposures).with_copies()
    mended = {each.pk for each in exposures if each.rectified_on}
    found: dict[int, Picture] = {}
    for link in links.order_by("exposure", "sort_order", "pk"):
        picture = _picture(link)
        if not (picture.small and picture.is_photo):
            continue
        is_wanted = (picture.role == PictureRole.AFTER) == (link.exposure_id in mended)
        if link.exposure_id not in found or (
            is_wanted and found[link.exposure_id].role != picture.role
        ):
            found[link.exposure_id] = picture
    return found


def _complaints_of(notice: RectificationNotice) -> list[NoticeComplaint]:
    """Return the complaints that everybody may read, with what came of each."""
    public = Complaint.objects.filter(is_published=True)
    links = NoticeComplaint.objects.filter(notice=notice, complaint__in=public)
    return list(
        links.select_related(
            "complaint__category",
            "complaint__area",
            "complaint__street",
            "complaint__place",
        ).defer("complaint__text", "complaint__place_text")
    )


def _steps_of(exposure: Exposure) -> list[Step]:
    """Return the steps of the exposure and of its notice as one story."""
    kinds = ContentType.objects.get_for_models(Exposure, RectificationNotice)
    about = Q(content_type=kinds[Exposure], object_id=exposure.pk)
    if exposure.notice_id:
        about |= Q(
            content_type=kinds[RectificationNotice], object_id=exposure.notice_id
        )
    events = Event.objects.filter(about).exclude(public_text="")
    return [
        Step(
            timezone.localdate(event.at),
            event.public_text,
            event.pk,
            event.verb == "correct",
        )
        for event in events.order_by("at", "pk")
    ]
