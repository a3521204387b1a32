from reports.complaints.models.api_keys import ApiKey
from reports.complaints.models.categories import (
    Category,
    Family,
    PrivacyNotice,
    ResponseTemplate,
)
from reports.complaints.models.complaints import Complaint
from reports.complaints.models.evidence import ComplaintEvidence, EvidenceRole
from reports.complaints.models.figures import MonthlyFigure
from reports.complaints.models.handling import (
    Assignment,
    Check,
    Extension,
    Means,
    Note,
    Part,
    Reply,
    ReplyKind,
    Verification,
)
from reports.complaints.models.links import UnitLink, UnitLinkUse
from reports.complaints.models.people import (
    ContactReveal,
    DataRightsRequest,
    Delivery,
    Follow,
    Reporter,
)
from reports.complaints.models.routing import RoutingRule

__all__ = [
    "ApiKey",
    "Assignment",
    "Category",
    "Check",
    "Complaint",
    "ComplaintEvidence",
    "ContactReveal",
    "DataRightsRequest",
    "Delivery",
    "EvidenceRole",
    "Extension",
    "Family",
    "Follow",
    "Means",
    "MonthlyFigure",
    "Note",
    "Part",
    "PrivacyNotice",
    "Reply",
    "ReplyKind",
    "Reporter",
    "ResponseTemplate",
    "RoutingRule",
    "UnitLink",
    "UnitLinkUse",
    "Verification",
]
