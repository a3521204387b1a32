"""A draft on a reviewer's telephone: by a link that expires and can be taken back."""

from datetime import timedelta
from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page

from portal.timeline.services import record
from portal.users.models import User
from publicity.models import PreviewLink
from publicity.newsroom.doors import get_editable_page_or_404, staff, staff_view
from publicity.newsroom.forms import PreviewLinkForm


@transaction.atomic
def make_preview_link(page: Page, *, by: User, hours: int) -> PreviewLink:
    """Let whoever has the address read the newest version of `page` for some hours."""
    if page.latest_revision_id is None:
        raise ValidationError(_("还没有保存过草稿，请先保存。"))
    link = PreviewLink.objects.create(
        page=page,
        revision_id=page.latest_revision_id,
        made_by=by,
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    record(link, "made", by=by)
    return link


@transaction.atomic
def revoke_preview_link(link: PreviewLink, *, by: User) -> None:
    link.refresh_from_db(from_queryset=PreviewLink.objects.select_for_update())
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record(link, "revoked", by=by)


@staff_view(user_has_any_page_permission)
def links(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _visible_page_or_404(request, page_id)
    form = PreviewLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            make_preview_link(page, by=staff(request), hours=form.cleaned_data["hours"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("链接已生成。请让审核人扫二维码。"))
            return redirect("newsroom:preview_links", page.pk)
    now = timezone.now()
    made = PreviewLink.objects.filter(page=page)
    still_open = set(made.open(now).values_list("pk", flat=True))
    rows = [
        {
            "link": link,
            "address": (address := _address_of(link)),
            "is_newest": link.revision_id == page.latest_revision_id,
            # segno writes the drawing: nothing in it comes from outside.
            "qr": mark_safe(  # noqa: S308
                segno.make(address, micro=False).svg_inline(
                    scale=5, border=4, light="#fff"
                )
            )
            if link.pk in still_open
            else "",
            "is_past": link.expires_at <= now,
        }
        for link in made.select_related("made_by")[:20]
    ]
    return render(
        request,
        "publicity/newsroom/preview_links.html",
        {"title": _("送审二维码"), "page": page, "form": form, "rows": rows},
    )


def _address_of(link: PreviewLink) -> str:
    path = reverse("publicity:preview", args=[link.token])
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def _visible_page_or_404(request: HttpRequest, page_id: int) -> Page:
    """Return a page that this member of staff writes or reviews.

    A reviewer may hand a link on while the page is locked for its writer.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        get_editable_page_or_404(request, page_id)
    return page


@require_POST
@staff_view(user_has_any_page_permission)
def revoke(request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
    page = _visible_page_or_404(request, page_id)
    link = get_object_or_404(PreviewLink, pk=link_id, page=page)
    revoke_preview_link(link, by=staff(request))
    messages.success(request, _("链接已收回，再打开就是“没有这个页面”。"))
    return redirect("newsroom:preview_links", page.pk)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show one version of a page, as readers would see it, to whoever has the link."""
    now = timezone.now()
    link = (
        PreviewLink.objects.of_token(token)
        .open(now)
        .select_related("revision", "page")
        .first()
    )
    if link is None:
        raise Http404
    PreviewLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1, last_used_at=now)
    page: Any = link.revision.as_object()
    request.is_preview = True  # type: ignore[attr-defined]
    request.preview_link = link  # type: ignore[attr-defined]
    response: Any = page.serve_preview(request, page.default_preview_mode)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "DENY"
    return response  # type: ignore[no-any-return]
