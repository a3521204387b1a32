"""Who complained hears what becomes of it, without being named anywhere.

The complaint's own story tells of the notice; what is told of a complaint to others
never says more than that there is a notice.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.timeline.models import Event
from reports.complaints.models import Complaint
from reports.complaints.services.steps import change as change_complaint
from reports.notices.models import RectificationNotice

# The verb of the notice, and what it is called in a complaint's story: the words
# for it stand in `complaints.services.notifying.NEWS`.
STORY = {
    "issue": ("notice_issued", gettext_lazy("已发出整改通知单%(number)s")),
    "overdue": ("", gettext_lazy("整改通知单%(number)s逾期，继续督办")),
    "submit": ("", gettext_lazy("责任单位已反馈整改情况，等待复查")),
    "pass": ("notice_passed", gettext_lazy("整改复查合格，请反映人确认")),
    "fail": ("", gettext_lazy("整改复查不合格，责令继续整改")),
    "refuse": ("", gettext_lazy("反映人不认可，责令继续整改")),
    "close": ("notice_closed", gettext_lazy("整改通知单%(number)s已销号")),
    "reopen": ("notice_reopened", gettext_lazy("整改通知单%(number)s恢复督办")),
    "revoke": ("", gettext_lazy("整改通知单%(number)s已撤销")),
}


def tell_complaints(event: Event, notice: RectificationNotice) -> None:
    """Write the step into the story of each complaint that the notice came from."""
    if event.verb not in STORY:
        return
    verb, text = STORY[event.verb]
    said = str(text) % {"number": notice.number or _("（拟稿）")}
    # Locked with the notice.
    complaints = Complaint.objects.filter(notice_links__notice=notice).order_by("pk")
    for complaint in complaints:
        change_complaint(
            complaint, verb or f"notice_{event.verb}", by=None, public_text=said
        )
