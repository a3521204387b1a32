"""What templates say of public complaints."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.complaints.models import Complaint
from reports.complaints.public import links
from reports.complaints.public.looks import Look, look_of

register = template.Library()


@register.filter
def look_tag(complaint: Complaint) -> SafeString:
    """Show how far it is: by shape, words and colour."""
    return tag_of(look_of(complaint))


@register.filter
def tag_of(look: Look) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', look.css, look.label)


@register.filter
def title_of(complaint: Complaint) -> str:
    return links.title_of(complaint)


@register.filter
def address_of(complaint: Complaint) -> str:
    return links.address_of(complaint)
