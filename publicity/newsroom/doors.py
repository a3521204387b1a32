"""Who may enter a view of the newsroom, and which page it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.users.models import User
from publicity.models import NewsIndexPage

View = Callable[..., HttpResponse]


def staff_view(is_allowed: Callable[[Any], Any]) -> Callable[[View], View]:
    """Open a view to those for whom `is_allowed(user)`; Wagtail asks for the login."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return decorate


def staff(request: HttpRequest) -> User:
    """Return who is at work; the doors of the CMS let nobody else in."""
    return cast(User, request.user)


def get_editable_page_or_404(request: HttpRequest, page_id: int) -> Any:
    """Return a page that this editor may change now, or refuse."""
    page = get_object_or_404(Page, pk=page_id).specific
    may = page.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked():
        raise PermissionDenied
    return page


def writes_news(user: Any) -> bool:
    """Tell it by the rights alone, which are at hand: the menu is on every page."""
    return bool(user.is_superuser) or any(
        right.permission.codename == "add_page"
        # What holds for the home page, or for all pages, holds for its columns.
        and (right.page.depth <= 2 or right.page.specific_class is NewsIndexPage)
        for right in page_permission_policy.get_cached_permissions_for_user(user)
    )


def has_body(page: Any) -> bool:
    """Tell whether a page has a text of blocks that something can be added to."""
    return hasattr(page, "body")
