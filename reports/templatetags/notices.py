"""What templates say of notices."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.notices import deadlines, links
from reports.notices.models import RectificationNotice
from reports.notices.public.looks import Look, look_of

register = template.Library()


@register.filter
def notice_tag(notice: RectificationNotice) -> SafeString:
    """Show how far it is: by shape, words and colour; its state where that says more."""
    look = look_of(notice)
    said = look.label if look != Look.WAITING else notice.get_state_display()
    return format_html('<span class="tag {}">{}</span>', look.css, said)


@register.filter
def notice_look_tag(look: Look) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', look.css, look.label)


@register.filter
def notice_address(notice: RectificationNotice) -> str:
    return links.address_of(notice)


@register.filter
def notice_key(notice: RectificationNotice) -> str:
    return str(links.NoticeKey.of(notice))


@register.inclusion_tag("reports/notices/_due.html")
def notice_deadline(notice: RectificationNotice) -> dict[str, Any]:
    """Show the deadline with what is left of it, a cell a day."""
    return {"deadline": deadlines.deadline_of(notice)}
