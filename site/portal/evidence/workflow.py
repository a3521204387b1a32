"""Which state of a piece of evidence, and of a box on it, may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceState(models.TextChoices):
    RECEIVED = "received", _("已收到")
    PROCESSED = "processed", _("待核对遮挡")
    CHECKED = "checked", _("遮挡已核对")
    WITHDRAWN = "withdrawn", _("已撤下")
    REFUSED = "refused", _("打不开")


EVIDENCE_STEPS: dict[EvidenceState, set[EvidenceState]] = {
    EvidenceState.RECEIVED: {
        EvidenceState.PROCESSED,
        EvidenceState.REFUSED,
        EvidenceState.WITHDRAWN,
    },
    EvidenceState.PROCESSED: {EvidenceState.CHECKED, EvidenceState.WITHDRAWN},
    # A box changed afterwards: nothing is public until it is checked again.
    EvidenceState.CHECKED: {EvidenceState.PROCESSED, EvidenceState.WITHDRAWN},
    EvidenceState.WITHDRAWN: {EvidenceState.PROCESSED, EvidenceState.RECEIVED},
    EvidenceState.REFUSED: set(),
}


class BoxState(models.TextChoices):
    SUGGESTED = "suggested", _("待确认")
    CONFIRMED = "confirmed", _("遮挡")
    REMOVED = "removed", _("不遮挡")


BOX_STEPS: dict[BoxState, set[BoxState]] = {
    BoxState.SUGGESTED: {BoxState.CONFIRMED, BoxState.REMOVED},
    BoxState.CONFIRMED: {BoxState.CONFIRMED, BoxState.REMOVED},
    BoxState.REMOVED: {BoxState.CONFIRMED, BoxState.REMOVED},
}
