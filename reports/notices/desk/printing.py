"""The notice on paper: each print carries a new key of the unit in its QR code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.frame.sites import government_of
from portal.pdf import NoChineseFont
from portal.timeline.services import record
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.services.links import issue_link
from reports.notices.desk.scopes import may_act, notice_or_404
from reports.notices.links import NoticeKey
from reports.notices.sheets.content import sheet_of
from reports.notices.sheets.drawing import draw


@needs("change_rectificationnotice")
@require_POST
def print_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw both copies and the receipt. We keep of a key nothing but its hash.

    So every print makes one; those not handed over are taken back at 单位链接.
    """
    user = staff(request)
    notice = notice_or_404(user, pk)
    if not may_act(user) or notice.number is None or notice.is_revoked:
        return refused(request)
    key = NoticeKey.of(notice)
    link, token = issue_link(notice.unit, by=user, label=f"{notice.number}")
    address = request.build_absolute_uri(
        reverse("unit_notices:notice", args=[token, key])
    )
    office = government_of(request).sponsor
    sheet = sheet_of(notice, office=office, address=address)
    try:
        drawn = draw(sheet, made_on=timezone.now())
    except NoChineseFont:
        link.delete()
        messages.error(request, _("服务器没有中文字体，不能打印。请管理员安装。"))
        return redirect("notice_desk:case", pk)
    record(notice, "print", by=user, because=str(link))
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{notice.number}.pdf") or "attachment"
    )
    response["Cache-Control"] = "no-store"
    return response
