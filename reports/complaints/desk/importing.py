"""Findings of inspections and orders of the hotline, taken in from a table.

All rows or none: a table that is half right is put right first and brought again.
Brought twice, it makes no complaint twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.directory.geometry import Point
from portal.directory.models import Area, Place, Street
from portal.sheets import read_table
from portal.tokens import derived_bytes
from portal.users.models import User
from reports.complaints.desk.gate import needs, staff
from reports.complaints.models import Category, Complaint, PrivacyNotice
from reports.complaints.refusals import Refused
from reports.complaints.services.intake import add_note
from reports.complaints.services.submitting import (
    Submission,
    Ticket,
    submit_complaint,
)
from reports.complaints.workflow import Channel, Kind

# Column names, as the sample has them.
SOURCE, KIND, CATEGORY, TEXT = "来源", "性质", "类别", "内容"
AREA, STREET, PLACE, PLACE_TEXT = "片区", "街道", "地点", "位置说明"
LAT, LON, OUTER_NUMBER = "纬度", "经度", "原工单号"
COLUMNS = (
    SOURCE,
    KIND,
    CATEGORY,
    TEXT,
    AREA,
    STREET,
    PLACE,
    PLACE_TEXT,
    LAT,
    LON,
    OUTER_NUMBER,
)
REQUIRED = (SOURCE, CATEGORY, TEXT)
SOURCES = {
    str(channel.label): channel
    for channel in (
        Channel.INSPECTION,
        Channel.HOTLINE,
        Channel.COMMUNITY,
        Channel.MEDIA,
    )
}


@dataclass(frozen=True)
class Fault:
    line: int
    column: str
    what: str


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("XLSX或CSV文件"), max_length=200, allow_empty_file=True
    )


@needs("add_complaint")
@require_http_methods(["GET", "HEAD", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    tickets: list[Ticket] = []
    problem = ""
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            content = upload.read(5 * 2**20 + 1)
            rows = read_table(upload.name, content)
            tickets, faults = take_in(rows, content, by=staff(request))
        except Refused as refusal:
            problem = str(refusal)
    return TemplateResponse(
        request,
        "reports/desk/import.html",
        {
            "form": form,
            "faults": faults,
            "tickets": tickets,
            "n_known": sum(not ticket.is_new for ticket in tickets),
            "problem": problem,
            "columns": COLUMNS,
            "required": REQUIRED,
            "sources": list(SOURCES),
        },
        status=422 if problem or faults else 200,
    )


def take_in(
    rows: Sequence[dict[str, str]], content: bytes, *, by: User
) -> tuple[list[Ticket], list[Fault]]:
    """Make a complaint of every row; or return what is wrong, and make none."""
    faults = [
        Fault(1, name, _("缺少这一列。")) for name in REQUIRED if name not in rows[0]
    ]
    if faults:
        return [], faults
    reader = _Reader()
    if reader.notice is None:
        raise Refused(_("还没有个人信息处理告知，请管理员先发布一版。"))
    file_hash = sha256(content).hexdigest()
    read: list[tuple[int, Submission, str]] = []
    for line, row in enumerate(rows, start=2):
        if not any(row.values()):
            continue
        # Keyed: who has the file cannot work out the key, nor the query code from it.
        key = derived_bytes("complaint import", f"{file_hash} {line}")[0].hex()
        submission, found = reader.read(line, row, key)
        faults += found
        if submission is not None:
            read.append((line, submission, row.get(OUTER_NUMBER, "")))
    if faults:
        return [], faults
    return _keep_all(read, by)


class _NothingKept(Exception):
    """Raised to undo every row of a table that has a fault."""


def _keep_all(
    read: Sequence[tuple[int, Submission, str]], by: User
) -> tuple[list[Ticket], list[Fault]]:
    tickets: list[Ticket] = []
    faults: list[Fault] = []
    try:
        with transaction.atomic():
            for line, submission, outer in read:
                try:
                    ticket = submit_complaint(submission, by=by)
                    if outer and ticket.is_new:
                        _note_outer_number(ticket.complaint, outer, by)
                    tickets.append(ticket)
                except Refused as refusal:
                    faults.append(Fault(line, "", str(refusal)))
            if faults:
                raise _NothingKept
    except _NothingKept:
        return [], faults
    return tickets, []


def _note_outer_number(complaint: Complaint, outer: str, by: User) -> None:
    add_note(complaint, by=by, text=_("原工单号：%s") % outer)


class _Reader:
    """Turns rows into submissions, with the county's names looked up once."""

    def __init__(self) -> None:
        self.notice = PrivacyNotice.objects.current()
        self.categories = {
            name: category
            for category in Category.objects.offered()
            for name in (category.name, category.code)
        }
        self.areas = {
            name: area for area in Area.objects.all() for name in (area.name, area.code)
        }
        self.streets = {street.name: street for street in Street.objects.all()}
        self.places = {
            place.name: place for place in Place.objects.select_related("area")
        }

    def read(
        self, line: int, row: dict[str, str], key: str
    ) -> tuple[Submission | None, list[Fault]]:
        faults: list[Fault] = []

        def fault(column: str, what: str) -> None:
            faults.append(Fault(line, column, what))

        channel = SOURCES.get(row[SOURCE])
        if channel is None:
            fault(SOURCE, _("请写：%s。") % "、".join(SOURCES))
        category = self.categories.get(row[CATEGORY])
        if category is None:
            fault(
                CATEGORY, _("没有“%s”这个类别，请写类别的名称或代码。") % row[CATEGORY]
            )
        kinds = {str(kind.label): kind for kind in Kind}
        kind = kinds.get(row.get(KIND) or str(Kind.COMPLAINT.label))
        if kind is None:
            fault(KIND, _("请写：%s。") % "、".join(kinds))
        if not row[TEXT]:
            fault(TEXT, _("请写内容。"))
        area: Area | None = None
        street: Street | None = None
        place: Place | None = None
        if written := row.get(AREA):
            area = self.areas.get(written)
            if area is None:
                fault(AREA, _("没有“%s”这个片区。") % written)
        if written := row.get(STREET):
            street = self.streets.get(written)
            if street is None:
                fault(STREET, _("没有“%s”这条街道；可以写在位置说明里。") % written)
        if written := row.get(PLACE):
            place = self.places.get(written)
            if place is None:
                fault(PLACE, _("没有“%s”这个地点；可以写在位置说明里。") % written)
        point: Point | None = None
        if row.get(LAT) or row.get(LON):
            try:
                point = Point(float(row.get(LAT, "")), float(row.get(LON, "")))
            except ValueError:
                fault(LAT, _("经纬度写成31.8842和109.5187这样，两个都要写。"))
        if faults or category is None or channel is None or kind is None:
            return None, faults
        if self.notice is None:
            return None, faults
        return (
            Submission(
                category=category,
                text=row[TEXT],
                idempotency_key=key,
                notice=self.notice,
                kind=kind,
                channel=channel,
                area=area,
                street=street,
                place=place,
                place_text=row.get(PLACE_TEXT, ""),
                point=point,
            ),
            [],
        )
