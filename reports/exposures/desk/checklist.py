"""The gate as a list to tick off: what is met, what is not, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.exposures.models import Exposure
from reports.exposures.refusals import Missing
from reports.exposures.services.publishing import missing
from reports.exposures.workflow import TargetKind

OF_UNITS = frozenset({"notice", "unit", "reply", "objection"})
OF_SHOPS = frozenset({"penalty"})
# In the order in which they come to be met.
CONDITIONS: dict[str, Promise] = {
    "notice": _("整改通知单已送达"),
    "unit": _("责任单位当时有效"),
    "mandate": _("督查授权有效"),
    "penalty": _("有处罚决定"),
    "place": _("写明地点"),
    "clause": _("依据条款当时有效"),
    "evidence": _("至少两件证据"),
    "before": _("有整改前的照片"),
    "redaction": _("证据都核对过遮挡"),
    "personal": _("文字没有个人信息"),
    "privacy": _("做过隐私和未成年人核查"),
    "review": _("作者以外的人核过稿"),
    "reply": _("单位已陈述，或期限已过"),
    "objection": _("没有正在复核的异议"),
    "approval": _("指挥部负责人已批准"),
    "end": _("公开期限没有过"),
}


@dataclass(frozen=True)
class Line:
    label: Promise
    missing: Missing | None


def checklist_of(exposure: Exposure) -> list[Line]:
    lacking = {one.code: one for one in missing(exposure)}
    not_asked: frozenset[str] = frozenset()
    if exposure.kind != TargetKind.UNIT:
        not_asked |= OF_UNITS
    if exposure.kind != TargetKind.BUSINESS:
        not_asked |= OF_SHOPS
    else:
        not_asked |= {"mandate"}
    return [
        Line(label, lacking.get(code))
        for code, label in CONDITIONS.items()
        if code not in not_asked
    ]
