"""What the desk calls things that are stored as English words."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERBS: dict[str, Promise] = {
    "submit": gettext_lazy("提交"),
    "accept": gettext_lazy("受理"),
    "decline": gettext_lazy("不予受理"),
    "close": gettext_lazy("办结"),
    "start_verifying": gettext_lazy("安排核查"),
    "verify": gettext_lazy("核查"),
    "file": gettext_lazy("立案"),
    "change_category": gettext_lazy("改类别"),
    "dispatch": gettext_lazy("派单"),
    "accept_assignment": gettext_lazy("签收"),
    "accept_beside": gettext_lazy("协办签收"),
    "return_assignment": gettext_lazy("退单"),
    "recall": gettext_lazy("收回"),
    "name_accused_unit": gettext_lazy("标明被反映单位"),
    "ask_extension": gettext_lazy("申请延期"),
    "grant_extension": gettext_lazy("同意延期"),
    "refuse_extension": gettext_lazy("不同意延期"),
    "suspend": gettext_lazy("挂账"),
    "resume": gettext_lazy("恢复办理"),
    "hand_in": gettext_lazy("交办理结果"),
    "take_for_check": gettext_lazy("开始核实"),
    "send_back": gettext_lazy("退回返工"),
    "dispute": gettext_lazy("提出异议"),
    "redo": gettext_lazy("重新办理"),
    "uphold": gettext_lazy("维持原结果"),
    "rate": gettext_lazy("评价"),
    "ask_reporter": gettext_lazy("请反映人补充"),
    "answer": gettext_lazy("补充"),
    "add_information": gettext_lazy("补充"),
    "give_up_waiting": gettext_lazy("不再等补充"),
    "withdraw": gettext_lazy("撤回"),
    "merge": gettext_lazy("并单"),
    "take_in": gettext_lazy("并入另一件"),
    "publish": gettext_lazy("公开"),
    "hide": gettext_lazy("隐藏"),
    "publish_reply": gettext_lazy("公开答复"),
    "withdraw_reply": gettext_lazy("收回答复"),
    "remind": gettext_lazy("催办"),
    "reveal_contact": gettext_lazy("查看联系方式"),
    "renew_query_code": gettext_lazy("换查询码"),
    "ask_data_right": gettext_lazy("个人信息申请"),
    "decide_data_right": gettext_lazy("决定个人信息申请"),
    "anonymise": gettext_lazy("匿名化"),
    "issue_link": gettext_lazy("生成链接"),
    "revoke_link": gettext_lazy("作废链接"),
    "move_rule": gettext_lazy("调整顺序"),
    "open": gettext_lazy("打开"),
}
STAGES = {
    "1": gettext_lazy("时间过半"),
    "2": gettext_lazy("时间过八成"),
    "3": gettext_lazy("已逾期"),
}


def add_verbs(verbs: Mapping[str, Promise]) -> None:
    """Let another room name what it writes into the uses of units' links."""
    if known := VERBS.keys() & verbs.keys():
        raise ImproperlyConfigured(f"The desk has words for {known} already.")
    VERBS.update(verbs)


def verb_in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def remaining(due: datetime | None, now: datetime | None = None) -> str:
    """Say how much time is left, as one would say it: 还剩3天, 逾期2小时."""
    if due is None:
        return ""
    left = due - (now or timezone.now())
    minutes = abs(int(left.total_seconds())) // 60
    if minutes >= 48 * 60:
        amount = _("%s天") % (minutes // (24 * 60))
    elif minutes >= 60:
        amount = _("%s小时") % (minutes // 60)
    else:
        amount = _("%s分钟") % minutes
    if left.total_seconds() < 0:
        return _("逾期%s") % amount
    return _("还剩%s") % amount
