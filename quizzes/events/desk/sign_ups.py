"""Who comes, for the organisers: contacts only with a reason that is kept."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs, staff
from portal.refusals import Refused
from portal.sheets import XLSX, write_xlsx
from quizzes.events.desk.activities import show_case
from quizzes.events.models import Activity, SignUp
from quizzes.events.permissions import REVEAL
from quizzes.events.services.contacts import reveal_contacts


@needs("quizzes.view_activity", REVEAL)
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity, pk=pk)
    try:
        found = reveal_contacts(
            activity, by=staff(request), because=request.POST.get("because", "")
        )
    except Refused as refusal:
        return show_case(request, activity, problem=str(refusal), status=422)
    return show_case(request, activity, revealed=found)


@needs("quizzes.view_activity", "quizzes.view_signup")
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out the list without anybody's name or phone."""
    activity = get_object_or_404(Activity, pk=pk)
    header = [_("序号"), _("状态"), _("人数"), _("报名时间")]
    rows = (_bare(number, each) for number, each in _numbered(activity))
    return _file(activity, write_xlsx(header, rows, _("报名")))


@needs("quizzes.view_activity", REVEAL)
@require_POST
def export_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity, pk=pk)
    try:
        found = reveal_contacts(
            activity,
            by=staff(request),
            because=request.POST.get("because", ""),
            as_file=True,
        )
    except Refused as refusal:
        return show_case(request, activity, problem=str(refusal), status=422)
    header = [
        _("序号"),
        _("状态"),
        _("人数"),
        _("报名时间"),
        _("称呼"),
        _("手机号"),
        _("单位或班级"),
        _("备注"),
        _("不满十四周岁"),
    ]
    rows = (
        [*_bare(number, each), *_contact(each)]
        for number, each in enumerate(found, start=1)
    )
    return _file(activity, write_xlsx(header, rows, _("报名")))


def _numbered(activity: Activity) -> Iterator[tuple[int, SignUp]]:
    yield from enumerate(activity.sign_ups.all(), start=1)


def _bare(number: int, sign_up: SignUp) -> list[object]:
    return [
        number,
        sign_up.get_state_display(),
        sign_up.party_size,
        sign_up.made_at,
    ]


def _contact(sign_up: SignUp) -> list[object]:
    contact = getattr(sign_up, "contact", None)
    if contact is None:
        return ["", "", "", "", ""]
    return [
        contact.name,
        contact.phone,
        contact.group,
        contact.remark,
        _("是") if contact.has_minors else "",
    ]


def _file(activity: Activity, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="activity-{activity.slug}.xlsx"'
    )
    response["Cache-Control"] = "no-store"
    return response
