"""Serves the page tree with as few questions to the database as can be.

Wagtail walks the tree segment by segment, two queries a level. The address is
known whole, so one query fetches the page with its ancestors, and one more the
page as what it is (`performance.md`, levers).
"""

from itertools import accumulate

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.views import serve as serve_segment_by_segment
from wagtail.views import serve_chain

from portal.frame.sites import government_of
from portal.frame.views import gone
from portal.pages import FramedPage, is_open
from portal.review.ledger import TakeDown

DEEPEST = 8  # no address of the site has more segments


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer for the page at `path`, or for a routable page's address below it."""
    segments = [segment for segment in path.split("/") if segment]
    trail = _pages_along(government_of(request).site, segments[:DEEPEST])
    if not trail:
        raise Http404
    if not all(page.is_open for page in trail):
        # Private pages ask for a password or a login: Wagtail's own way.
        private: HttpResponse = serve_segment_by_segment(request, path)
        return private
    model = trail[-1].specific_class
    if model is None or not issubclass(model, FramedPage):
        raise Http404
    if not trail[-1].live and len(trail) == len(segments) + 1:
        return _gone_or_404(request, trail[-1])
    page = model.for_serving().get(pk=trail[-1].pk)
    page.trail = trail[:-1]
    page, args, kwargs = page.route(request, segments[len(trail) - 1 :])
    page.is_known_to_be_public = True

    answer = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        answer = wrap(answer)
    for hook in hooks.get_hooks("before_serve_page"):
        if isinstance(refusal := hook(page, request, args, kwargs), HttpResponse):
            return refusal
    response: HttpResponse = answer(page, request, args, kwargs)
    return response


def _gone_or_404(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer for what is not live: of what once was, date and reason stay (E3)."""
    take_down = TakeDown.objects.filter(page_id=page.pk).first()
    if take_down is None:
        raise Http404
    return gone(request, page=page, take_down=take_down)


def _pages_along(site: Site, segments: list[str]) -> list[Page]:
    """Return the pages from the site's root down to the deepest that `segments` name."""
    root = site.root_page.url_path
    return list(
        Page.objects.filter(
            url_path__in=accumulate(
                (f"{segment}/" for segment in segments), initial=root
            )
        )
        .annotate(is_open=is_open())
        .order_by("depth")
    )
