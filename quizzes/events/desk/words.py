"""What the steps of an activity are called in its history."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "draft": _("起草"),
    "edit": _("修改"),
    "move_activity": _("改时间地点"),
    "publish_activity": _("发布"),
    "cancel_activity": _("取消活动"),
    "discard": _("作废草稿"),
    "enter_results": _("录入结果"),
    "publish_results": _("发布结果"),
    "reveal_contacts": _("查看联系方式"),
    "export_contacts": _("导出联系方式"),
    "forget_contacts": _("到期删除联系方式"),
}
