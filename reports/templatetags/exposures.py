"""What templates say of exposures."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.exposures.models import Exposure, UnitStatement
from reports.exposures.public import looks
from reports.exposures.public.looks import Due, Look, look_of
from reports.exposures.public.story import Picture

register = template.Library()


@register.filter
def exposure_tag(exposure: Exposure) -> SafeString:
    """Show how far it is: by shape, words and colour."""
    return look_tag(look_of(exposure))


@register.filter
def look_tag(look: Look) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', look.css, look.label)


@register.filter
def due_of(exposure: Exposure) -> Due | None:
    return looks.due_of(exposure)


@register.filter
def picture_of(pictures: dict[int, Picture], exposure: Exposure) -> Picture | None:
    return pictures.get(exposure.pk)


@register.filter
def verified_words(statement: UnitStatement) -> str:
    """Say whether a unit's words were looked into."""
    if statement.is_verified is None:
        return _("单位自述，未经核实")
    return _("已核实，属实") if statement.is_verified else _("已核实，与事实不符")


@register.filter
def as_clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
