from typing import Any

from django.utils.html import format_html
from wagtail import hooks
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from portal.frame.outside import way_out


class OutsideLinkHandler(LinkHandler):
    """Sends the outside links of rich text through the prompt before leaving."""

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        address = attrs["href"]
        return outside_link(address)


def outside_link(address: str) -> str:
    way = way_out(address)
    if way == address:
        return format_html('<a href="{}">', address)
    # The true address stays readable: on paper, and for those who look.
    return format_html(
        '<a class="out" href="{}" title="{}" rel="nofollow noopener noreferrer">',
        way,
        address,
    )


def register_outside_links(features: FeatureRegistry) -> None:
    features.register_link_type(OutsideLinkHandler)


hooks.register("register_rich_text_features", register_outside_links)
