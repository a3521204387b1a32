"""What somebody agrees to who leaves a name and a phone, and until when it is kept."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.events.models import Activity, SignUpContact

BATCH = 500


def ends_on_of(activity: Activity) -> date:
    return timezone.localtime(activity.ends_at).date()


def delete_on_of(activity: Activity) -> date:
    return ends_on_of(activity) + timedelta(days=activity.keep_days)


def keep_promises(activity: Activity, *, ended_on: date) -> None:
    """Move the days of deletion with the end that was on `ended_on`.

    Who agreed to thirty days after the end keeps them: no edit makes them more, and
    what is over already is kept no longer by a later end.
    """
    postponed = ends_on_of(activity) - ended_on
    if ended_on < timezone.localdate():
        postponed = min(postponed, timedelta())
    contacts = list(SignUpContact.objects.filter(activity=activity).only("delete_on"))
    for contact in contacts:
        contact.delete_on = min(contact.delete_on + postponed, delete_on_of(activity))
    SignUpContact.objects.bulk_update(contacts, ["delete_on"], batch_size=BATCH)


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
