"""A unit and its notice, without an account: signed for, answered, read (EX-30)."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.evidence.views import FOR_STAFF, send_file
from portal.frame.sites import government_of
from portal.pdf import NoChineseFont
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import UnitLink
from reports.complaints.resident.sealed import new_key, read_key
from reports.complaints.unit_page.gate import by_secret_link, column, token_of
from reports.notices import services
from reports.notices.links import NoticeKey
from reports.notices.models import RectificationNotice
from reports.notices.photos_shown import photos_for_unit
from reports.notices.refusals import Refused, Stale
from reports.notices.sheets.content import sheet_of
from reports.notices.sheets.drawing import draw_unit_copy
from reports.notices.unit_page.reading import details_of, notice_or_404
from reports.notices.unit_page.receiving import Unsent, receive_after_photos, sealed

DONE: dict[str, Promise] = {
    "acknowledge": gettext_lazy("已签收。"),
    "plan": gettext_lazy("原因和方案已报双创办，等待审定。"),
    "time": gettext_lazy("延期申请已交双创办，由另外的人决定。"),
    "object": gettext_lazy("异议已交双创办，由没有经手的人复核，复核期间不计时。"),
    "submit": gettext_lazy("整改情况已交双创办，等待现场复查。"),
}


@by_secret_link
@require_safe
def notice(request: HttpRequest, link: UnitLink, key: NoticeKey) -> HttpResponse:
    return _page(request, link, notice_or_404(link, key))


@by_secret_link
@require_safe
def sheet(request: HttpRequest, link: UnitLink, key: NoticeKey) -> HttpResponse:
    """Give the unit its copy and the receipt to print, without the key in it."""
    found = notice_or_404(link, key)
    content = sheet_of(found, office=government_of(request).sponsor)
    try:
        drawn = draw_unit_copy(content, made_on=found.issued_at or timezone.now())
    except NoChineseFont:
        raise Http404 from None
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(False, f"{found.number}.pdf") or "inline"
    )
    return response


@by_secret_link
@require_safe
def photo(
    request: HttpRequest, link: UnitLink, key: NoticeKey, photo: int
) -> HttpResponse:
    """Show a photo of the notice as the unit may see it."""
    file = next(
        (
            each.file
            for each in photos_for_unit(notice_or_404(link, key))
            if each.link.pk == photo
        ),
        None,
    )
    if file is None:
        raise Http404
    return cast(HttpResponse, send_file(request, file, cache_control=FOR_STAFF))


@by_secret_link
@require_POST
def act(
    request: HttpRequest, link: UnitLink, key: NoticeKey, verb: str
) -> HttpResponse:
    found = notice_or_404(link, key)
    do = _ACTS.get(verb)
    written = request.POST.get("version", "")
    if do is None or not (
        written.isascii() and written.isdigit() and len(written) < 10
    ):
        raise Http404
    found.version = int(written)
    try:
        do(request, found, link)
    except Unsent as unsent:
        return _refused(request, link, key, verb, unsent.refusal, unsent.photos)
    except (Refused, TransitionNotAllowed) as refusal:
        return _refused(request, link, key, verb, refusal)
    there = reverse("unit_notices:notice", args=[token_of(request), key])
    return redirect(f"{there}?done={verb}")


def _acknowledge(
    request: HttpRequest, notice: RectificationNotice, link: UnitLink
) -> None:
    services.acknowledge(notice, by=link, post=request.POST.get("post", ""))


def _plan(request: HttpRequest, notice: RectificationNotice, link: UnitLink) -> None:
    services.file_plan(
        notice,
        by=link,
        cause=request.POST.get("cause", ""),
        plan=request.POST.get("plan", ""),
    )


def _ask_time(
    request: HttpRequest, notice: RectificationNotice, link: UnitLink
) -> None:
    services.ask_extension(notice, by=link, because=request.POST.get("because", ""))


def _object(request: HttpRequest, notice: RectificationNotice, link: UnitLink) -> None:
    services.object_to(notice, by=link, reason=request.POST.get("because", ""))


def _submit(request: HttpRequest, notice: RectificationNotice, link: UnitLink) -> None:
    photos = receive_after_photos(request, read_key(request.POST.get("form_token", "")))
    try:
        services.submit(
            notice,
            by=link,
            text=request.POST.get("text", ""),
            post=request.POST.get("post", ""),
            photos=photos,
        )
    except (Refused, TransitionNotAllowed) as refusal:
        raise Unsent(refusal, photos) from refusal


_ACTS: dict[str, Callable[[HttpRequest, RectificationNotice, UnitLink], None]] = {
    "acknowledge": _acknowledge,
    "plan": _plan,
    "time": _ask_time,
    "object": _object,
    "submit": _submit,
}


def _refused(
    request: HttpRequest,
    link: UnitLink,
    key: NoticeKey,
    verb: str,
    refusal: Exception,
    photos: Sequence[services.AfterPhoto] = (),
) -> HttpResponse:
    """Say why, and give back what was typed."""
    fresh = notice_or_404(link, key)
    problem = str(refusal)
    if isinstance(refusal, TransitionNotAllowed):
        problem = _("这份通知单现在是“%(state)s”，不能这样操作。") % {
            "state": fresh.get_state_display()
        }
    status = 409 if isinstance(refusal, Stale | TransitionNotAllowed) else 422
    return _page(
        request,
        link,
        fresh,
        problem=problem,
        tried=verb,
        photos=photos,
        status=status,
    )


def _page(
    request: HttpRequest,
    link: UnitLink,
    found: RectificationNotice,
    *,
    problem: str = "",
    tried: str = "",
    photos: Sequence[services.AfterPhoto] = (),
    status: int = 200,
) -> HttpResponse:
    token = token_of(request)
    form_key = read_key(request.POST.get("form_token", "")) or new_key()
    details: dict[str, Any] = details_of(found, timezone.now())
    typed = {
        name: request.POST.get(name, "")
        for name in ("post", "cause", "plan", "because", "text")
    }
    return TemplateResponse(
        request,
        "reports/unit_page/notices/notice.html",
        details
        | {
            "column": column(),
            "crumbs": [
                (link.unit.short_name, reverse("unit_page:cases", args=[token]))
            ],
            "crumb": found.number,
            "link": link,
            "token": token,
            "key": NoticeKey.of(found),
            "done": DONE.get(request.GET.get("done", ""), ""),
            "problem": problem,
            "tried": tried,
            "typed": typed,
            "form_key": form_key,
            "kept": sealed(photos, form_key),
            "lost_words": [text for text in typed.values() if text] if problem else [],
        },
        status=status,
    )
