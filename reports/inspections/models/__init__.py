from reports.inspections.models.checks import CheckEvidence, SpotCheck, Tick
from reports.inspections.models.points import Criterion, InspectionPoint, PointType
from reports.inspections.models.rounds import Round
from reports.inspections.models.scores import AreaScore

__all__ = [
    "AreaScore",
    "CheckEvidence",
    "Criterion",
    "InspectionPoint",
    "PointType",
    "Round",
    "SpotCheck",
    "Tick",
]
