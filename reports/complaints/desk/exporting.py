"""The queue as a table to take away. Each export is a line in the log (A3)."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.sheets import XLSX, write_csv, write_xlsx
from portal.typed import required
from portal.users.models import User
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.desk.queues import BY_CODE, SieveForm
from reports.complaints.desk.scopes import may_reveal, sight_of, visible_to
from reports.complaints.masking import mask
from reports.complaints.models import Complaint
from reports.complaints.refusals import Refused
from reports.complaints.services.contacts import reveal_contact

logger = logging.getLogger("portal.security")

MOST_ROWS = 5000
MOST_WITH_CONTACT = 200

Column = tuple[Any, Callable[[Complaint], object]]
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("受理编号"), lambda each: each.number),
    (gettext_lazy("性质"), lambda each: each.get_kind_display()),
    (gettext_lazy("来源"), lambda each: each.get_channel_display()),
    (gettext_lazy("类别"), lambda each: each.category.name),
    (gettext_lazy("片区"), lambda each: each.area),
    (gettext_lazy("街道"), lambda each: each.street),
    (gettext_lazy("地点"), lambda each: each.place),
    (gettext_lazy("状态"), lambda each: each.get_state_display()),
    (gettext_lazy("主办单位"), lambda each: each.unit and each.unit.short_name),
    (gettext_lazy("提交日期"), lambda each: each.submitted_on),
    (gettext_lazy("受理时间"), lambda each: each.accepted_at),
    (gettext_lazy("立案时间"), lambda each: each.filed_at),
    (gettext_lazy("办理期限"), lambda each: each.due_at),
    (gettext_lazy("处置时间"), lambda each: each.handled_at),
    (gettext_lazy("办结时间"), lambda each: each.closed_at),
    (gettext_lazy("查实情况"), lambda each: each.get_finding_display()),
    (gettext_lazy("办理结果"), lambda each: each.get_outcome_display()),
    (gettext_lazy("延期次数"), lambda each: each.n_extensions),
    (gettext_lazy("返工次数"), lambda each: each.n_reworks),
    (gettext_lazy("满意度"), lambda each: each.rating),
)
OF_THE_DESK: tuple[Column, ...] = (
    (gettext_lazy("原文"), lambda each: each.text),
    (gettext_lazy("位置说明"), lambda each: each.place_text),
)
OF_A_UNIT: tuple[Column, ...] = (
    (
        gettext_lazy("内容（已脱敏）"),
        lambda each: each.text_public or mask(each.text).text,
    ),
)
CONTACT = (
    gettext_lazy("身份"),
    gettext_lazy("姓名"),
    gettext_lazy("电话"),
    gettext_lazy("邮箱"),
)


@needs("view_complaint")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    code = request.POST.get("queue", "all")
    if code not in BY_CODE:
        raise Http404
    with_contact = "with_contact" in request.POST
    if with_contact and not may_reveal(user):
        return refused(request)
    sieve = SieveForm(QueryDict(request.POST.get("query", "")[:2000]), user=user)
    found = sieve.sieved(
        BY_CODE[code].sieve(visible_to(user), timezone.now()), BY_CODE[code]
    )
    limit = MOST_WITH_CONTACT if with_contact else MOST_ROWS
    rows = list(
        found.select_related("category", "area", "street", "place", "unit")[: limit + 1]
    )
    try:
        if len(rows) > limit:
            raise Refused(_("一次最多导出%s件，请先用筛选缩小范围。") % limit)
        because = (
            required(request.POST.get("because", ""), _("查看联系方式的理由"), 200)
            if with_contact
            else ""
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:queue", code)
    columns = (*COLUMNS, *(OF_A_UNIT if sight_of(user).is_of_a_unit else OF_THE_DESK))
    header = [label for label, _value in columns]
    if with_contact:
        header += CONTACT
    table = list(_table(rows, columns, user if with_contact else None, because))
    logger.info(
        "export user=%s queue=%s rows=%s contact=%s",
        user.pk,
        code,
        len(rows),
        with_contact,
    )
    is_csv = request.POST.get("format") == "csv"
    content = (write_csv if is_csv else write_xlsx)(header, table)
    response = HttpResponse(
        content, content_type="text/csv; charset=utf-8" if is_csv else XLSX
    )
    name = f"complaints-{timezone.localdate():%Y%m%d}.{'csv' if is_csv else 'xlsx'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _table(
    rows: Sequence[Complaint],
    columns: Sequence[Column],
    reader: User | None,
    because: str,
) -> Iterator[list[object]]:
    for each in rows:
        row = [value(each) for _label, value in columns]
        if reader is not None:
            row += _contact(each, reader, because)
        yield row


def _contact(complaint: Complaint, reader: User, because: str) -> list[object]:
    """Look by the one service that writes each look down."""
    mode = complaint.get_identity_mode_display()
    try:
        reporter = reveal_contact(complaint, by=reader, because=because)
    except Refused:
        return [mode, "", "", ""]
    return [mode, reporter.name, reporter.phone, reporter.email]
