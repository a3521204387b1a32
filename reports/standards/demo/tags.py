"""Some evidence and a quarter's self-assessment for the demonstration county."""

from zlib import crc32

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.pages import PageStandard
from portal.standards.models import StandardItem
from reports.complaints.models import Complaint
from reports.standards.models import EvidenceTag, ItemAssessment
from reports.standards.workflow import AssessmentStatus, Quarter

PERIOD = Quarter(2026, 4)
FOR_COMPLAINTS = "WS21-A1-05"  # whose words ask for nothing else
TAGGED = 12


def load_tags(context: Context) -> None:
    """Tag some published complaints; judge each item by whether anything proves it."""
    if EvidenceTag.objects.exists() or ItemAssessment.objects.exists():
        return
    channel = StandardItem.objects.filter(code=FOR_COMPLAINTS).first()
    if channel is not None:
        kind = ContentType.objects.get_for_model(Complaint)
        EvidenceTag.objects.bulk_create(
            EvidenceTag(item=channel, content_type=kind, object_id=pk)
            for pk in Complaint.objects.public()
            .order_by("-pk")
            .values_list("pk", flat=True)[:TAGGED]
        )
    proved = set(PageStandard._default_manager.values_list("item", flat=True))
    points = list(StandardItem.objects.points().filter(set__code="DEMO"))
    ItemAssessment.objects.bulk_create(
        ItemAssessment(
            item=point,
            period=str(PERIOD),
            status=_status(point, point.pk in proved),
        )
        for point in points
    )
    context.tell(_("标准自评"), len(points), len(points))


def _status(point: StandardItem, is_proved: bool) -> AssessmentStatus:
    if is_proved:
        return AssessmentStatus.MET
    dice = crc32(point.code.encode()) % 10
    if dice < 5:
        return AssessmentStatus.IN_PROGRESS
    return AssessmentStatus.NOT_STARTED if dice < 8 else AssessmentStatus.NOT_MET
