"""What the desk of exposures calls their steps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "draft": _("拟稿"),
    "edit": _("改稿"),
    "add_picture": _("加证据"),
    "remove_picture": _("拿掉证据"),
    "hand_to_check": _("送核稿"),
    "send_back": _("退回修改"),
    "drop": _("不曝光"),
    "check_privacy": _("隐私核查"),
    "review": _("核稿通过"),
    "notify_unit": _("告知单位"),
    "state": _("单位陈述"),
    "verify_statement": _("核实陈述"),
    "edit_statement": _("修改陈述的公开文本"),
    "head": _("批准曝光"),
    "schedule": _("定时曝光"),
    "release_refused": _("定时未发"),
    "publish": _("曝光"),
    "start_rectifying": _("开始整改"),
    "rectify": _("已整改"),
    "reopen": _("恢复曝光"),
    "hand_over": _("移交追责"),
    "correct": _("更正"),
    "retract": _("撤回"),
    "keep": _("继续公开"),
    "archive": _("下线"),
    "flag": _("公众反映"),
    "close_flag": _("处理公众反映"),
}


def verb_in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def of_links() -> dict[str, Promise]:
    """Return the words for what units do by their links."""
    return {"exposure_state": _("对曝光作陈述")}
