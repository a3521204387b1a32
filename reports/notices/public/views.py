"""Notices that were made public: to whom, what for, until when, and what came of it."""

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.meta import Article, Column, ColumnType
from portal.frame.sites import government_of
from portal.paging import page_of
from publicity.models import Clause
from reports.complaints.models import Complaint
from reports.complaints.public.lists import COUNTED_TO, count_each
from reports.notices.deadlines import deadline_of
from reports.notices.hubs import notice_hub
from reports.notices.links import NoticeKey
from reports.notices.models import (
    LadderProposal,
    NoticeEvidence,
    RectificationNotice,
)
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.public.choices import Choice
from reports.notices.public.looks import Look, look_of, that_look
from reports.notices.public.words import place_of, problems_of, steps_of
from reports.notices.workflow import PhotoRole


def column() -> Column:
    return Column(
        name=_("整改督办"),
        type=ColumnType.COMPLAINTS,
        description=_("发给责任单位的整改通知单：问题、依据、期限、整改和复查结果。"),
        keywords=_("整改通知单,督查,限期整改,销号,逾期"),
    )


def for_lists(items: NoticeQuerySet) -> NoticeQuerySet:
    """Load with each what a list says of it."""
    return items.select_related("unit", "area", "street", "place")


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    choice = Choice(request)
    return TemplateResponse(
        request,
        "reports/notices/list.html",
        {
            "column": column(),
            "crumb": _("整改督办"),
            "choice": choice,
            "counts": _counts(choice.narrow()),
            "most": COUNTED_TO,
            "items": page_of(
                for_lists(choice.chosen()).order_by("-issued_at", "-pk"), request
            ),
        },
    )


def _counts(items: NoticeQuerySet) -> list[tuple[Look, int]]:
    """Count each look: one query."""
    now = timezone.now()
    looks = list(Look)
    return list(
        zip(
            looks,
            count_each([that_look(items, each, now) for each in looks]),
            strict=True,
        )
    )


@require_safe
def notice(request: HttpRequest, key: NoticeKey) -> HttpResponse:
    found = (
        key.among(for_lists(RectificationNotice.objects.public()))
        .prefetch_related(
            "problems",
            Prefetch("clauses", Clause.objects.all()),
            Prefetch(
                "evidence_links",
                NoticeEvidence.objects.with_copies().exclude(role=PhotoRole.CHECK),
            ),
            "overdue_records",
        )
        .first()
    )
    if found is None:
        # Unknown, not public and revoked are one and the same.
        raise Http404
    complaints = list(found.complaints.values_list("number", "is_published"))
    problems = problems_of(found)
    return TemplateResponse(
        request,
        "reports/notices/notice.html",
        {
            "column": column(),
            "article": Article(
                title=found.title,
                published_at=found.issued_at,
                source=government_of(request).name,
                description="；".join(problems)[:120],
            ),
            "crumbs": [(_("整改督办"), reverse("open_notices:list"))],
            "crumb": found.number,
            "notice": found,
            "look": look_of(found),
            "deadline": deadline_of(found),
            "place": place_of(found, is_from_residents=bool(complaints)),
            "problems": problems,
            "steps": steps_of(found),
            "complaints": _public_ones(found) if complaints else [],
            "n_complaints": len(complaints),
            "others": list(_same_again(found)),
            "released": list(LadderProposal.objects.public().filter(notice=found)),
            "hub": notice_hub.show(found, request),
        },
    )


def _public_ones(found: RectificationNotice) -> list[Complaint]:
    return list(
        Complaint.objects.public()
        .filter(notices=found)
        .select_related("category", "area", "street", "place")
    )


def _same_again(found: RectificationNotice) -> NoticeQuerySet:
    """Return what this one recurred from, and what recurred from it (反弹)."""
    return for_lists(RectificationNotice.objects.public()).filter(
        Q(pk=found.recurrence_of_id) | Q(recurrence_of=found)
    )
