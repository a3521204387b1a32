"""The pages on which an editor brings text and pictures into a draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.images.permissions import permission_policy

from publicity.models import NewsIndexPage
from publicity.newsroom.doors import (
    get_editable_page_or_404,
    has_body,
    staff,
    staff_view,
)
from publicity.newsroom.drafting import (
    Brought,
    append_office_text,
    append_pictures,
    name_parts,
    newest_draft,
    unnamed_parts,
)
from publicity.newsroom.forms import ImportForm, NamesForm, PicturesForm
from publicity.newsroom.writing import begin_draft


def _page_with_body_or_404(request: HttpRequest, page_id: int) -> Any:
    page = get_editable_page_or_404(request, page_id)
    if not has_body(page):
        raise Http404
    if not permission_policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    return page


@staff_view(user_has_any_page_permission)
def import_into(request: HttpRequest, page_id: int) -> HttpResponse:
    """Add a Word file or pasted text to a draft."""
    page = _page_with_body_or_404(request, page_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _brought_in(request, page, form)
    return render(
        request,
        "publicity/newsroom/import.html",
        {"title": _("从 Word/WPS 导入"), "form": form, "page": page},
    )


@staff_view(user_has_any_page_permission)
def import_new(request: HttpRequest) -> HttpResponse:
    """Begin a news item with a Word file or pasted text."""
    column = NewsIndexPage.objects.first()
    if (
        column is None
        or not column.permissions_for_user(request.user).can_add_subpage()
    ):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["found"].title or _("（请写标题）")
        page = begin_draft(column, by=staff(request), title=title[:255])
        return _brought_in(request, page, form)
    return render(
        request,
        "publicity/newsroom/import.html",
        {"title": _("从 Word/WPS 写动态"), "form": form},
    )


def _brought_in(request: HttpRequest, page: Any, form: ImportForm) -> HttpResponse:
    found = form.cleaned_data["found"]
    brought = append_office_text(page, found, by=staff(request))
    if found.lost_pictures:
        brought.refused.append(
            _(
                "有%(count)s张图没有随粘贴带过来。请用“一次加多张图”补上，或改为上传 .docx 文件。"
            )
            % {"count": found.lost_pictures}
        )
    return _on_to_names(request, page, brought)


@staff_view(user_has_any_page_permission)
def add_pictures(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _page_with_body_or_404(request, page_id)
    form = PicturesForm()
    if request.method == "POST":
        form = PicturesForm(request.POST, request.FILES)
        if form.is_valid():
            brought = append_pictures(
                page, form.cleaned_data["pictures"], by=staff(request)
            )
            if brought.pictures:
                return _on_to_names(request, page, brought)
            for refusal in brought.refused:
                form.add_error("pictures", refusal)
    return render(
        request,
        "publicity/newsroom/pictures.html",
        {"title": _("一次加多张图"), "form": form, "page": page},
    )


def _on_to_names(request: HttpRequest, page: Any, brought: Brought) -> HttpResponse:
    for refusal in brought.refused:
        messages.warning(request, refusal)
    messages.success(
        request,
        _("已加入草稿：图片%(pictures)s张，表格%(tables)s个。")
        % {"pictures": brought.pictures, "tables": brought.tables},
    )
    with transaction.atomic():
        left = list(unnamed_parts(newest_draft(page)))
    name = "newsroom:names" if left else "wagtailadmin_pages:edit"
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        # The script goes there itself: following it would use up the messages.
        return JsonResponse({"location": reverse(name, args=[page.pk])})
    return redirect(name, page.pk)


@staff_view(user_has_any_page_permission)
@transaction.atomic
def names(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask at once for the alt text of every picture and the name of every table."""
    page = _page_with_body_or_404(request, page_id)
    parts = list(unnamed_parts(newest_draft(page)))
    if not parts:
        return redirect("wagtailadmin_pages:edit", page.pk)
    form = NamesForm(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and form.is_valid():
        name_parts(page, form.words(), by=staff(request))
        messages.success(request, _("替代文字和图注已写进草稿。"))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(
        request,
        "publicity/newsroom/names.html",
        {"title": _("写替代文字和图注"), "form": form, "page": page},
    )
