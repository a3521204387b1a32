from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def size_of(recording: Any) -> str:
    """Say how much there is to download; nothing where the file cannot be seen."""
    try:
        return filesizeformat(recording.file.size)
    except OSError:
        return ""


@register.filter
def spoken_length(seconds: int) -> str:
    """Write a duration as people say it, e.g. 1分11秒."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return _("%(rest)d秒") % {"rest": rest}
    return _("%(minutes)d分%(rest)02d秒") % {"minutes": minutes, "rest": rest}
