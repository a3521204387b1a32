"""Where staff see evidence and hide what must not be seen. Each view asks for the object (C10)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.evidence.forms import BoxFormSet, ChecklistForm, box_rows
from portal.evidence.models import Evidence
from portal.evidence.owners import can_redact, can_view, is_public
from portal.evidence.pictures import as_webp
from portal.evidence.services import (
    check_redaction,
    confirm_boxes,
    find_reused,
    restore,
    withdraw,
)
from portal.evidence.services.processing import confirmed_places, redacted_still
from portal.evidence.views import FOR_STAFF, send_file
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import TransitionNotAllowed


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- Wagtail has asked him in
    return request.user


def _get_or_404(
    request: HttpRequest, public_id: str, *, to_redact: bool = False
) -> Evidence:
    """Fetch what this person may see. What he may not does not exist for him."""
    evidence = (
        Evidence.objects.filter(public_id=public_id).first()
        if public_id.isalnum()
        else None
    )
    may = can_redact if to_redact else can_view
    if evidence is None or not may(evidence, _user(request)):
        raise Http404
    return evidence


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def redact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the picture with its boxes, and take the decision on them."""
    evidence = _get_or_404(request, public_id, to_redact=True)
    if request.method != "POST":
        return _page(request, evidence, box_rows(evidence), ChecklistForm())
    act = request.POST.get("act", "")
    try:
        if act == "withdraw":
            withdraw(
                evidence, by=_user(request), because=request.POST.get("because", "")
            )
            messages.success(request, _("已撤下。公开的地址现在都打不开了。"))
            return redirect(evidence.redaction_address)
        if act == "restore":
            restore(
                evidence, by=_user(request), because=request.POST.get("because", "")
            )
            messages.success(request, _("已恢复。重新核对遮挡以后才会公开。"))
            return redirect(evidence.redaction_address)
        return _save(request, evidence, is_final=act == "check")
    except TransitionNotAllowed:
        messages.error(
            request, _("这份证据的状态已经变了。请看最新的页面，再决定要不要操作。")
        )
        return redirect(evidence.redaction_address)


def _save(request: HttpRequest, evidence: Evidence, *, is_final: bool) -> HttpResponse:
    rows = box_rows(evidence, request.POST)
    checklist = ChecklistForm(request.POST if is_final else None)
    if not rows.is_valid() or (is_final and not checklist.is_valid()):
        return _page(request, evidence, rows, checklist, status=422)
    try:
        confirm_boxes(evidence, rows.drafts(), by=_user(request))
        if is_final:
            check_redaction(evidence, by=_user(request))
    except ValidationError as error:
        for says in error.messages:
            messages.error(request, says)
        return _page(request, evidence, rows, checklist, status=409)
    messages.success(
        request,
        _("遮挡已核对。公开它所在的内容以后，大家看到的就是下面的样子。")
        if is_final
        else _("遮挡框已保存。请看“公众将看到的画面”，再核对。"),
    )
    return redirect(evidence.redaction_address)


def _page(
    request: HttpRequest,
    evidence: Evidence,
    rows: BoxFormSet,
    checklist: ChecklistForm,
    *,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "evidence/redact.html",
        {
            "evidence": evidence,
            "page_title": _("遮挡与核对"),
            "page_subtitle": str(evidence),
            "header_title": _("遮挡与核对"),
            "header_icon": "view",
            "rows": rows,
            "checklist": checklist,
            "suggested": evidence.boxes.undecided().count(),
            "boxes": evidence.boxes.shown(),
            "is_public": is_public(evidence),
            # What he may not see is named without a way to it.
            "reused": [
                (match, can_redact(match.evidence, _user(request)))
                for match in find_reused(evidence)
            ],
        },
        status=status,
    )


@require_safe
@never_cache
def canvas(request: HttpRequest, public_id: str) -> HttpResponseBase:
    evidence = _get_or_404(request, public_id)
    return send_file(request, evidence.canvas, cache_control=FOR_STAFF)


@require_safe
@never_cache
def film(request: HttpRequest, public_id: str) -> HttpResponseBase:
    evidence = _get_or_404(request, public_id)
    if evidence.is_photo:
        raise Http404
    return send_file(request, evidence.working, cache_control=FOR_STAFF)


@require_safe
@never_cache
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the picture as everybody would see it, with the boxes that are saved."""
    evidence = _get_or_404(request, public_id)
    if not evidence.canvas:
        raise Http404
    picture = redacted_still(evidence, confirmed_places(evidence))
    response = HttpResponse(as_webp(picture), content_type="image/webp")
    response["Cache-Control"] = FOR_STAFF
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@never_cache
def original(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Hand out the file as it was sent. Each view of it is written down (C11)."""
    evidence = _get_or_404(request, public_id)
    response = send_file(request, evidence.original, cache_control=FOR_STAFF)
    # A film is fetched in many parts: the first one counts.
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        record(evidence, "original_seen", by=_user(request))
    return response
