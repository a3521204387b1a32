from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.documents import urls as wagtaildocs_urls

from portal import health
from portal.cms.home import Home
from portal.cms.listing import PageSearch
from portal.cms.reports import History, Locked, Reviews
from portal.images import views as image_views
from portal.media import views as media_views
from portal.serving import serve
from portal.users.login import ThrottledLoginView


def _cms(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view that stands before one of Wagtail's as Wagtail wraps its own."""
    wrapped: Callable[..., HttpResponseBase] = never_cache(require_admin_access(view))
    return wrapped


@_cms
def no_such_report(request: HttpRequest) -> HttpResponseBase:
    raise Http404


_searched = _cms(PageSearch.as_view())
_searched_again = _cms(PageSearch.as_view(results_only=True))

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path(f"{settings.CMS_PATH}login/", ThrottledLoginView.as_view()),
    # Wagtail's drops the cookie on GET as well: a picture's address could do it.
    path(f"{settings.CMS_PATH}logout/", require_POST(LogoutView.as_view())),
    path(settings.CMS_PATH, _cms(Home.as_view())),
    path(f"{settings.CMS_PATH}pages/search/", _searched),
    path(f"{settings.CMS_PATH}pages/search/results/", _searched_again),
    *(
        path(
            f"{settings.CMS_PATH}reports/{report}/{ending}",
            _cms(view.as_view(results_only=bool(ending))),
        )
        for report, view in (
            ("workflow", Reviews),
            ("site-history", History),
            ("locked", Locked),
        )
        for ending in ("", "results/")
    ),
    # What they tell stands in the report of reviews and in the list of pages.
    *(
        re_path(f"^{settings.CMS_PATH}reports/{report}/", no_such_report)
        for report in ("workflow_tasks", "page-types-usage")
    ),
    path(settings.CMS_PATH, include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", image_views.document),
    path("documents/", include(wagtaildocs_urls)),
    path("evidence/", include("portal.evidence.urls")),
    path("media/<path:path>", media_views.media, name="media"),
    path("", include("portal.frame.urls")),
    path("", include("portal.directory.urls")),
    path("", include("portal.search.urls")),
    path("feeds/", include("portal.feeds.urls")),
    path("", include("publicity.urls")),
    path("", include("reports.urls")),
    path("", include("quizzes.urls")),
    # Both lie below addresses that the page tree's pattern matches too.
    path("_util/login/", ThrottledLoginView.as_view()),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
    ),
    # Wagtail's last pattern would serve pages its own way: ours stands before it.
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
handler400 = "portal.frame.views.bad_request"
handler403 = "portal.frame.views.permission_denied"
handler404 = "portal.frame.views.page_not_found"
handler500 = "portal.health.server_error"
