"""What the inspectors' desk calls the steps of a notice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "draft": _("拟稿"),
    "revise": _("修改草稿"),
    "discard": _("草稿作废"),
    "issue": _("签发"),
    "serve": _("送达"),
    "acknowledge": _("签收"),
    "file_plan": _("报方案"),
    "accept_plan": _("方案通过"),
    "return_plan": _("退回方案"),
    "ask_extension": _("申请延期"),
    "grant_extension": _("同意延期"),
    "refuse_extension": _("不同意延期"),
    "object": _("提出异议"),
    "uphold": _("维持通知单"),
    "revoke": _("撤销通知单"),
    "submit": _("反馈整改情况"),
    "take": _("开始复查"),
    "pass": _("复查合格"),
    "fail": _("复查不合格"),
    "refuse": _("反映人不认可"),
    "hear": _("反映人表态"),
    "close": _("销号"),
    "reopen": _("撤回销号"),
    "clear_doubt": _("排除照片疑点"),
    "overdue": _("逾期"),
    "remind": _("催办"),
    "recur": _("反弹"),
    "publish": _("公开"),
    "hide": _("不再公开"),
    "print": _("打印"),
    "propose_step": _("提出督办措施"),
    "take_step": _("采取措施"),
    "decline_step": _("不采取措施"),
}
FROM_LINK = ("acknowledge", "file_plan", "ask_extension", "object", "submit")


def verb_in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def of_links() -> dict[str, Promise]:
    """Return the words for what units do by their links."""
    return {f"notice_{verb}": VERBS[verb] for verb in FROM_LINK}
