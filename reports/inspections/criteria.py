"""What is ticked off where nobody has decided otherwise (S-06, S-11, CP-70)."""

from django.utils.translation import gettext as _

from reports.inspections.models import Criterion
from reports.inspections.models.scores import PARTS
from reports.inspections.workflow import RoundKind


def usual_criteria(kind: RoundKind) -> list[Criterion]:
    usual: dict[RoundKind, list[tuple[str, str, str]]] = {
        RoundKind.FRONTAGE: [
            (PARTS[0], _("包卫生"), _("门前无垃圾、污水、油渍。")),
            (PARTS[1], _("包秩序"), _("无店外经营、占道堆放、车辆乱停。")),
            (PARTS[2], _("包绿化"), _("花草树木完好，无挂物、踩踏。")),
            (PARTS[3], _("包设施"), _("门头、灯箱、井盖、栏杆完好。")),
        ],
        RoundKind.SMALL: [
            ("licence", _("亮证合法经营"), _("证照和健康证明有效，挂在看得见的地方。")),
            ("equipment", _("卫生设施齐全"), _("消毒、防蝇防鼠、洗手设施齐全好用。")),
            ("layout", _("功能布局合理"), _("操作、清洗、存放分开。")),
            ("environment", _("整体环境卫生"), _("地面、墙面、台面干净。")),
        ],
        RoundKind.FREE: [
            ("general", _("现场情况"), _("有问题就选不合格，写明是什么。"))
        ],
        RoundKind.COVERT: [
            ("clean", _("环境干净"), ""),
            ("order", _("秩序良好"), ""),
            ("facilities", _("设施完好"), ""),
            ("publicity", _("公益广告"), _("有，不破损、不过时。")),
        ],
    }
    return [
        Criterion(kind=kind, code=code, name=name, hint=hint, position=position)
        for position, (code, name, hint) in enumerate(usual[kind], 1)
    ]


def ensure_criteria(kind: RoundKind) -> None:
    """Begin with the usual ones, so that no round has nothing to tick off."""
    if not Criterion.objects.filter(kind=kind).exists():
        Criterion.objects.bulk_create(usual_criteria(kind))
