"""What each act at the desk does with what was filled in: by one service each."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.evidence.models import Evidence
from portal.evidence.services import receive_photos
from portal.evidence.services.housekeeping import forget
from portal.uploads import ByteFile
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.workflow import Decision
from reports.notices import services
from reports.notices.models import RectificationNotice
from reports.notices.refusals import Refused
from reports.notices.workflow import ObjectionState

Said = dict[str, Any]


def received(files: Sequence[ByteFile], by: User) -> list[Evidence]:
    """Store the photos of a form, all or none; what is no photo is a refusal."""
    try:
        return receive_photos(files, by=by) if files else []
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def decide_extension(notice: RectificationNotice, user: User, said: Said) -> object:
    extension = notice.extensions.filter(state=Decision.OPEN).first()
    if extension is None:
        raise Refused(_("没有等待决定的延期申请。"))
    extension.notice = notice  # as it was when the form was shown
    return services.decide_extension(
        extension, by=user, is_granted=said["is_granted"], because=said["because"]
    )


def decide_objection(notice: RectificationNotice, user: User, said: Said) -> object:
    objection = notice.objections.filter(state=ObjectionState.OPEN).first()
    if objection is None:
        raise Refused(_("没有等待决定的异议。"))
    objection.notice = notice
    return services.decide_objection(
        objection, by=user, is_upheld=said["is_upheld"], because=said["because"]
    )


def reinspect(notice: RectificationNotice, user: User, said: Said) -> object:
    photos = received(said["photos"], user)
    try:
        return services.reinspect(
            notice,
            by=user,
            is_passed=said["result"] == "pass",
            is_worse=said["result"] == "worse",
            text=said["text"],
            photos=photos,
        )
    except (Refused, TransitionNotAllowed):
        _forget(photos)
        raise


def submit(notice: RectificationNotice, user: User, said: Said) -> object:
    photos = received(said["photos"], user)
    try:
        return services.submit(
            notice,
            by=user,
            text=said["text"],
            photos=[services.AfterPhoto(each) for each in photos],
        )
    except (Refused, TransitionNotAllowed):
        _forget(photos)
        raise


def resident_says(notice: RectificationNotice, user: User, said: Said) -> object:
    return services.confirm_by_resident(
        notice,
        complaint_pk=said["complaint"],
        is_solved=said["is_solved"],
        # The resident said it; who wrote it down is told beside.
        text=_("%(user)s回访登记：%(text)s")
        % {"user": user.get_full_name(), "text": said["text"]},
    )


def _forget(photos: Sequence[Evidence]) -> None:
    """Let go of what no step took: sent again, it would be a copy of itself."""
    for each in photos:
        forget(each)
