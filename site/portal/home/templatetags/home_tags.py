from dataclasses import astuple

from django import template
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.frame.preferences import preferences_of
from portal.home.sections import PLACES, section_in

register = template.Library()


@register.simple_tag(takes_context=True)
def home_section(context: Context, key: str) -> SafeString:
    """Show what a domain put into this place of the front page, or what will come.

    What was shown is kept for some seconds, fewer than what is taken back may stay (C9):
    on a busy day the front page asks the database no more than an article does.
    """
    request: HttpRequest = context["request"]
    kept = ":".join(("home", key, *astuple(preferences_of(request))))
    shown: SafeString | None = cache.get(kept) if settings.HOME_KEPT_SECONDS else None
    if shown is None:
        shown = _shown(context, request, key)
        if settings.HOME_KEPT_SECONDS:
            cache.set(kept, shown, settings.HOME_KEPT_SECONDS)
    return shown


def _shown(context: Context, request: HttpRequest, key: str) -> SafeString:
    if (section := section_in(key)) is not None:
        filled = section.context(request)
        if filled is not None:
            return render_to_string(section.template, filled, request)
    return render_to_string(
        "home/_empty_place.html",
        {"name": key, "place": PLACES[key], "government": context["government"]},
    )
