from reports.standards.models.assessments import ItemAssessment
from reports.standards.models.evidence import EvidenceTag

__all__ = ["EvidenceTag", "ItemAssessment"]
