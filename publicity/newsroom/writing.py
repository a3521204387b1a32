"""Drafts that begin with more than an empty form."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission

from portal.pages import free_slug
from portal.users.models import User
from publicity.models import NewsIndexPage, NewsPage, NewsTemplate
from publicity.newsroom.doors import staff, staff_view


@transaction.atomic
def write_from_template(
    template: NewsTemplate, column: NewsIndexPage, *, by: User
) -> NewsPage:
    """Begin today's item of a recurring kind: a draft that only its writer has to finish."""
    if not column.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied
    template.refresh_from_db(from_queryset=NewsTemplate.objects.select_for_update())
    page = begin_draft(
        column,
        by=by,
        title=template.title_on(timezone.now()),
        kind=template.kind,
        summary=template.summary,
        source=template.source,
        body=[(block.block_type, block.value) for block in template.body],
    )
    template.next_number += 1
    template.save(update_fields=["next_number"])
    return page


@transaction.atomic
def begin_draft(column: NewsIndexPage, *, by: User, **fields: Any) -> NewsPage:
    name = by.get_full_name() or by.get_username()
    page: NewsPage = column.add_child(
        instance=NewsPage(
            slug=free_slug(column),
            live=False,
            owner=by,
            author=name,
            responsible_editor=name,
            **fields,
        )
    )
    page.save_revision(user=by, log_action=True, clean=False)
    return page


@staff_view(user_has_any_page_permission)
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates, each a button that begins a draft."""
    return render(
        request,
        "publicity/newsroom/templates.html",
        {
            "title": _("用模板写"),
            "templates": NewsTemplate.objects.filter(is_offered=True).defer("body"),
            "now": timezone.now(),
            "column": _news_column(request, must=False),
        },
    )


@require_POST
@staff_view(user_has_any_page_permission)
def write(request: HttpRequest, template_id: int) -> HttpResponse:
    template = get_object_or_404(NewsTemplate, pk=template_id, is_offered=True)
    page = write_from_template(template, _news_column(request), by=staff(request))
    messages.success(
        request,
        _("已按模板“%(name)s”开了一篇草稿，补上当天的内容就可以送审。")
        % {"name": template},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _news_column(request: HttpRequest, *, must: bool = True) -> Any:
    column = NewsIndexPage.objects.first()
    if column and column.permissions_for_user(request.user).can_add_subpage():
        return column
    if must:
        raise PermissionDenied
    return None
