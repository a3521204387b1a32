"""What everybody may read: what comes, what was, how one of them is or ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.directory.mapping import draw
from portal.directory.models import Area
from portal.frame.meta import Article
from portal.frame.sites import government_of
from portal.images.looks import warm
from portal.paging import page_of
from portal.timeline.models import Event
from publicity.months import Month
from quizzes.events.ical import TYPE, calendar_of
from quizzes.events.models import Activity
from quizzes.events.public.looks import (
    Choice,
    calendar_for,
    column,
    crumbs,
    in_month,
)
from quizzes.events.workflow import ActivityKind, Phase

PER_PAGE = 12
IN_FEED = 200
CHANGES_SHOWN = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    chosen = Choice(request)
    public = chosen.narrow(Activity.objects.public())
    month = chosen.month or Month.of(timezone.localdate())
    items = page_of(public.nearest_first(now).for_lists(), request, PER_PAGE)
    shown = in_month(public, month) if chosen.month else []
    warm([each.poster for each in (*items, *shown)], "thumb")
    return TemplateResponse(
        request,
        "quizzes/events/activities.html",
        {
            "column": column(),
            "crumb": _("活动"),
            "chosen": chosen,
            "kinds": ActivityKind.choices,
            "areas": Area.objects.only("code", "name"),
            "calendar": calendar_for(public, month),
            "items": items,
            "upcoming": [each for each in items if each.ends_at >= now],
            "past": [each for each in items if each.ends_at < now],
            "of_month": shown,
        },
    )


@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Activity.objects.public().select_related(
            "host", "area", "place", "poster", "recording"
        ),
        slug=slug,
    )
    has_results = found.results_public_at is not None
    recording = found.recording if has_results else None
    return TemplateResponse(
        request,
        "quizzes/events/activity.html",
        {
            "column": column(),
            "article": Article(
                title=found.title,
                published_at=found.published_at,
                source=found.host.name,
                keywords=(str(found.get_kind_display()),),
                description=found.summary,
            ),
            "crumbs": crumbs(),
            "crumb": found.title,
            "activity": found,
            "phase": found.phase,
            "is_over": found.phase == Phase.OVER,
            "door": found.door,
            "co_hosts": list(found.co_hosts.all()),
            "map": draw(Area.objects.all()) if found.area else None,
            "has_results": has_results,
            "results": list(found.results.select_related("unit"))
            if has_results
            else [],
            "recording": recording
            if recording and recording.live and not recording.get_view_restrictions()
            else None,
            "changes": list(
                Event.objects.of(found)
                .filter(verb__in=("edit", "move_activity"))
                .exclude(public_text="")
                .order_by("-at")[:CHANGES_SHOWN]
            ),
        },
    )


@require_safe
@cache_control(no_cache=True)
def activity_ics(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Activity.objects.public().select_related("place"), slug=slug
    )
    return _calendar(request, [found], f"activity-{slug}.ics")


@require_safe
@cache_control(no_cache=True)
def feed_ics(request: HttpRequest) -> HttpResponse:
    """Give out all that comes: a calendar to subscribe to."""
    coming = Activity.objects.public().upcoming(timezone.now()).select_related("place")
    return _calendar(request, list(coming[:IN_FEED]), "activities.ics")


def _calendar(
    request: HttpRequest, activities: list[Activity], file_name: str
) -> HttpResponse:
    government = government_of(request)
    name = _("%(site)s活动") % {"site": government.name}
    content = calendar_of(activities, name=name, root=government.site.root_url)
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
