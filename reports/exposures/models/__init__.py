from reports.exposures.models.approvals import (
    ExposureApproval,
    PrivacyCheck,
    UnitStatement,
)
from reports.exposures.models.batches import ExposureBatch
from reports.exposures.models.corrections import Correction, CorrectionCounter, Flag
from reports.exposures.models.evidence import ExposureEvidence
from reports.exposures.models.exposures import Exposure

__all__ = [
    "Correction",
    "CorrectionCounter",
    "Exposure",
    "ExposureApproval",
    "ExposureBatch",
    "ExposureEvidence",
    "Flag",
    "PrivacyCheck",
    "UnitStatement",
]
