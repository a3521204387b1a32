from typing import Any

from django import template

from portal.images.looks import LOOKS
from portal.images.models import Picture

register = template.Library()


@register.inclusion_tag("components/picture.html")
def show_picture(
    picture: Picture | None,
    look: str,
    *,
    alt: str = "",
    css: str = "pic",
    is_first: bool = False,
) -> dict[str, Any]:
    """Show a picture in one of the `LOOKS`; where there is none, nothing.

    `alt` stays empty beside words that say the same. `is_first`: it is seen
    before anybody scrolls.
    """
    how = LOOKS[look]
    try:
        made = picture.get_renditions(*how.filters) if picture else {}
    except OSError:  # the original is not there
        made = {}
    if not made:
        return {}
    rows = [
        (format, [made[how.filter(crop, format).spec] for crop in how.crops])
        for format in how.formats
    ]
    *sources, (_format, shown) = rows
    return {
        "sources": [(f"image/{format}", sized) for format, sized in sources],
        "sized": shown,
        "shown": shown[-1],
        "sizes": how.sizes,
        "alt": alt,
        "css": css,
        "is_first": is_first,
    }
