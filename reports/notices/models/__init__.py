from reports.notices.models.evidence import NoticeEvidence
from reports.notices.models.handling import (
    NoticeExtension,
    NoticePlan,
    NoticeSubmission,
    Objection,
    OverdueRecord,
    Reinspection,
)
from reports.notices.models.ladder import LadderProposal, LadderStep
from reports.notices.models.mandates import InspectionMandate, NoticeCounter
from reports.notices.models.notices import (
    NoticeComplaint,
    NoticeProblem,
    RectificationNotice,
)

__all__ = [
    "InspectionMandate",
    "LadderProposal",
    "LadderStep",
    "NoticeComplaint",
    "NoticeCounter",
    "NoticeEvidence",
    "NoticeExtension",
    "NoticePlan",
    "NoticeProblem",
    "NoticeSubmission",
    "Objection",
    "OverdueRecord",
    "RectificationNotice",
    "Reinspection",
]
