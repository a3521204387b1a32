"""What everybody may read of it, and what only one person may."""

from django.utils.translation import gettext_lazy as _

from reports.complaints.desk import deeds, forms
from reports.complaints.desk.actions.action import Action
from reports.complaints.models import Complaint
from reports.complaints.services import publishing
from reports.complaints.workflow import NEVER_PUBLIC, Decision


def _may_be_public(complaint: Complaint) -> bool:
    return complaint.state not in NEVER_PUBLIC and complaint.category.is_public


SHOWN = (
    Action(
        "publish",
        _("公开"),
        "change_complaint",
        _may_be_public,
        lambda complaint, user, said: publishing.publish(
            complaint,
            by=user,
            text_public=said["text_public"],
            masks_reviewed=said["masks_reviewed"],
        ),
        forms.PublishForm,
        group="public",
    ),
    Action(
        "hide",
        _("隐藏"),
        "change_complaint",
        lambda complaint: complaint.is_published,
        lambda complaint, user, said: publishing.hide(
            complaint, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="public",
        hint=_("马上从所有公开页面撤下，理由只在内部看。"),
    ),
    Action(
        "publish_reply",
        _("公开这条答复"),
        "change_reply",
        lambda complaint: True,
        lambda complaint, user, said: publishing.publish_reply(
            deeds.chosen_reply(complaint, said),
            by=user,
            text_public=said["text_public"],
        ),
        forms.PublishReplyForm,
        group="reply",
    ),
    Action(
        "withdraw_reply",
        _("收回这条答复"),
        "change_reply",
        lambda complaint: True,
        lambda complaint, user, said: publishing.withdraw_reply(
            deeds.chosen_reply(complaint, said), by=user, because=said["because"]
        ),
        forms.WithdrawReplyForm,
        group="reply",
    ),
    Action(
        "decide_data_right",
        _("决定个人信息申请"),
        "change_datarightsrequest",
        lambda complaint: complaint.data_rights_requests.filter(
            state=Decision.OPEN
        ).exists(),
        deeds.decide_right,
        forms.RightForm,
        group="right",
    ),
    Action(
        "reveal_contact",
        _("查看联系方式"),
        "reveal_contact",
        lambda complaint: True,
        deeds.reveal,
        forms.BecauseForm,
        group="contact",
        hint=_("写明理由才能看；谁在什么时候看过，都记录在案。"),
    ),
    Action(
        "renew_query_code",
        _("换一个查询码"),
        "reveal_contact",
        lambda complaint: complaint.anonymised_at is None,
        deeds.renew_code,
        forms.BecauseForm,
        group="contact",
        hint=_("反映人丢了查询码、又用别的办法证明了是本人时用。旧的马上失效。"),
    ),
)
