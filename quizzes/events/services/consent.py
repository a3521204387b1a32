"""What somebody agrees to who leaves a name and a phone, and until when it is kept."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.events.models import Activity


def delete_on_of(activity: Activity) -> date:
    ends_on = timezone.localtime(activity.ends_at).date()
    return ends_on + timedelta(days=activity.keep_days)


def consent_text_for(activity: Activity) -> str:
    """Return the sentence beside the box, as it stands at this moment (PR-03)."""
    asked = [_("称呼")]
    if activity.asks_phone:
        asked.append(_("手机号"))
    if activity.asks_group:
        asked.append(_("单位或班级"))
    if activity.asks_remark:
        asked.append(_("备注"))
    day = delete_on_of(activity)
    return _(
        "%(host)s收集您的%(asked)s，只用来安排这次活动和通知变动，不公开、不作别的用处。"
        "您取消报名就立即删除，最迟在%(day)s删除。"
    ) % {
        "host": activity.host.name,
        "asked": _("、").join(asked),
        "day": f"{day.year}年{day.month}月{day.day}日",
    }
