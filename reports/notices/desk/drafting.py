"""A new notice in two steps: what was seen, in the street; then basis and deadline."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.directory.models import Unit
from portal.evidence.models import Evidence
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.desk.scopes import visible_to as complaints_visible_to
from reports.complaints.models import Complaint, ComplaintEvidence, EvidenceRole
from reports.complaints.resident.sealed import new_key, read_key
from reports.complaints.workflow import ClockKind
from reports.notices import services
from reports.notices.desk.problem_rows import (
    Rows,
    drafts_of,
    rows_from,
    rows_of,
    rows_of_notice,
)
from reports.notices.desk.scopes import may_act, notice_or_404
from reports.notices.desk.writing import (
    DraftForm,
    initial_for,
    initial_from,
    offered_categories,
    problems_for,
)
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.refusals import Refused, Stale
from reports.notices.services import NoticeFields
from reports.notices.workflow import NoticeSource, NoticeState, PhotoRole

MOST_FROM = 6


@needs("add_rectificationnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    if not may_act(user):
        return refused(request)
    if request.method != "POST":
        chosen = _chosen_complaints(request, user)
        form = DraftForm(initial=initial_for(user, chosen), user=user)
        return _page(request, form, rows_of(new_key(), problems_for(chosen)))
    rows = rows_from(request, _key(request), user)
    form = DraftForm(request.POST, user=user)
    if not form.is_valid() or not rows.is_valid:
        return _page(request, form, rows, status=422)
    problems = rows.as_drafts(offered_categories())
    photos = _photos_of(form.cleaned_data["complaints"])
    try:
        notice = services.draft_notice(by=user, **form.as_fields(problems, photos))
    except Refused as refusal:
        return _page(request, form, rows, problem=str(refusal), status=422)
    return redirect("notice_desk:complete", notice.pk)


@needs("change_rectificationnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = staff(request)
    notice = draft_or_404(user, pk)
    if not may_act(user):
        return refused(request)
    if request.method != "POST":
        form = DraftForm(initial=initial_from(notice), user=user)
        rows = rows_of_notice(notice, new_key())
        return _page(request, form, rows, notice=notice)
    rows = rows_from(request, _key(request), user)
    form = DraftForm(request.POST, user=user)
    if not form.is_valid() or not rows.is_valid:
        return _page(request, form, rows, notice=notice, status=422)
    problems = rows.as_drafts(offered_categories())
    fields = fields_of(notice)
    fields.update(form.as_fields(problems, ()))
    notice.version = version_of(request)
    try:
        services.revise_draft(notice, by=user, **fields)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = draft_or_404(user, pk)
        return _page(
            request,
            form,
            rows,
            notice=fresh,
            problem=str(refusal),
            status=409 if isinstance(refusal, Stale) else 422,
        )
    return redirect("notice_desk:complete", pk)


def draft_or_404(user: User, pk: int) -> RectificationNotice:
    notice = notice_or_404(user, pk)
    if notice.state != NoticeState.DRAFT:
        raise Http404(_("已经签发的通知单不能再改。"))
    return notice


def version_of(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    return int(written)


def fields_of(notice: RectificationNotice) -> NoticeFields:
    """Return a draft as it is, for whoever writes a part of it anew."""
    return {
        "unit": notice.unit,
        "title": notice.title,
        "problems": drafts_of(notice),
        "requirement": notice.requirement,
        "checked_at": notice.checked_at,
        "source": NoticeSource(notice.source),
        "focus": notice.focus,
        "mandate": notice.mandate,
        "inspectors": list(notice.inspectors.all()),
        "inspected_by": notice.inspected_by,
        "area": notice.area,
        "street": notice.street,
        "place": notice.place,
        "place_text": notice.place_text,
        "lat": notice.lat,
        "lon": notice.lon,
        "category": notice.category,
        "standard_item": notice.standard_item,
        "clauses": list(notice.clauses.all()),
        "complaints": list(
            notice.complaints.select_related("category", "merged_into", "accused_unit")
        ),
        "consequence": notice.consequence,
        "limit": notice.limit,
        "clock": ClockKind(notice.clock),
        "needs_plan": notice.needs_plan,
    }


def _chosen_complaints(request: HttpRequest, user: User) -> list[Complaint]:
    """Return what the address names and this person may see; the rest is not there."""
    keys = [
        int(written)
        for written in request.GET.getlist("complaint")[:MOST_FROM]
        if written.isascii() and written.isdigit() and len(written) < 10
    ]
    if not keys:
        return []
    found = (
        complaints_visible_to(user)
        .filter(pk__in=keys)
        .select_related("category", "unit", "street", "place")
    )
    return sorted(found, key=lambda each: keys.index(each.pk))


def _photos_of(complaints: Sequence[Complaint]) -> list[Evidence]:
    """Return the residents' photos of the problem that no notice has yet."""
    if not complaints:
        return []
    links = ComplaintEvidence.objects.filter(
        complaint__in=complaints, role=EvidenceRole.BEFORE
    ).select_related("evidence")
    taken = NoticeEvidence.objects.filter(evidence__in=links.values("evidence"))
    return [
        link.evidence for link in links.exclude(evidence__in=taken.values("evidence"))
    ]


def _key(request: HttpRequest) -> str:
    return read_key(request.POST.get("form_token", "")) or new_key()


def _page(
    request: HttpRequest,
    form: DraftForm,
    rows: Rows,
    *,
    notice: RectificationNotice | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    if notice is not None and status == 409:
        messages.warning(request, _("草稿刚被别人改过，再按一次就以您写的为准。"))
    loose = (
        NoticeEvidence.objects.filter(
            notice=notice, role=PhotoRole.BEFORE, problem__isnull=True
        ).count()
        if notice
        else 0
    )
    response = TemplateResponse(
        request,
        "reports/notices/desk/draft.html",
        {
            "form": form,
            "rows": rows.shown,
            "key": rows.key,
            "first_empty": next(
                (row.number for row in rows.rows[1:] if row.is_empty), 0
            ),
            "categories": offered_categories(),
            "units": Unit.objects.current(timezone.localdate()).only(
                "name", "short_name"
            ),
            "notice": notice,
            "n_loose": loose,
            "problem": problem,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
