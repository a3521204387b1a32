"""The problems of a new notice: a few rows of words, kind and photos each.

Photos that came with a form that failed stay here, sealed for that form alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.evidence.models import Evidence
from portal.users.models import User
from reports.complaints.models import Category
from reports.complaints.resident.sealed import seal_photo, unseal_photos
from reports.notices.desk.deeds import received
from reports.notices.desk.writing import MOST_PROBLEMS
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.refusals import Refused
from reports.notices.services import ProblemDraft
from reports.notices.workflow import PhotoRole


@dataclass
class Row:
    number: int
    text: str = ""
    category: int | None = None
    evidence: list[Evidence] = field(default_factory=list)
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.evidence or self.category)


@dataclass
class Rows:
    """The rows as they were sent, and the key of their form."""

    key: str
    rows: list[Row]

    @property
    def is_valid(self) -> bool:
        return not any(row.problem for row in self.rows)

    @property
    def shown(self) -> list[tuple[Row, list[str]]]:
        """Return all rows of the form with what they keep, sealed."""
        return [
            (row, [seal_photo(each, self.key) for each in row.evidence])
            for row in self.rows
        ]

    def as_drafts(self, categories: Sequence[Category]) -> list[ProblemDraft]:
        known = {each.pk: each for each in categories}
        return [
            ProblemDraft(
                row.text,
                known.get(row.category) if row.category else None,
                tuple(row.evidence),
            )
            for row in self.rows
            if not row.is_empty
        ]


def rows_of(key: str, filled: Sequence[dict[str, Any]]) -> Rows:
    """Return a form's rows with what is known, and empty ones to go on."""
    rows = [Row(number, **each) for number, each in enumerate(filled[:MOST_PROBLEMS])]
    rows += [Row(number) for number in range(len(rows), MOST_PROBLEMS)]
    return Rows(key, rows)


def rows_from(request: HttpRequest, key: str, user: User) -> Rows:
    """Read what was sent, and take the photos in: they are kept whatever happens."""
    rows = rows_of(key, [])
    for row in rows.rows:
        name = f"problem-{row.number}"
        row.text = request.POST.get(f"{name}-text", "").strip()
        written = request.POST.get(f"{name}-category", "")
        if written.isascii() and written.isdigit() and len(written) < 10:
            row.category = int(written)
        row.evidence = unseal_photos(request.POST.getlist(f"{name}-photo_token"), key)
        try:
            row.evidence += received(request.FILES.getlist(f"{name}-photos"), user)
        except Refused as refusal:
            row.problem = str(refusal)
        if not row.text and not row.is_empty:
            row.problem = row.problem or _("请写这一处是什么问题。")
    if all(row.is_empty for row in rows.rows):
        rows.rows[0].problem = _("请至少写一条存在问题。")
    return rows


def drafts_of(notice: RectificationNotice) -> list[ProblemDraft]:
    """Return the problems of a draft with their photos: three queries."""
    photos: dict[int, list[Evidence]] = {}
    links = NoticeEvidence.objects.filter(
        notice=notice, role=PhotoRole.BEFORE, problem__isnull=False
    )
    for link in links.select_related("evidence"):
        if link.problem_id is not None:
            photos.setdefault(link.problem_id, []).append(link.evidence)
    return [
        ProblemDraft(each.text, each.category, tuple(photos.get(each.pk, ())))
        for each in notice.problems.select_related("category")
    ]


def rows_of_notice(notice: RectificationNotice, key: str) -> Rows:
    return rows_of(
        key,
        [
            {
                "text": each.text,
                "category": each.category.pk if each.category else None,
                "evidence": list(each.evidence),
            }
            for each in drafts_of(notice)
        ],
    )
