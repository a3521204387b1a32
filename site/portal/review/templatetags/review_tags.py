from typing import Any

from django import template
from wagtail.models import Page

from portal.review.checks import Finding
from portal.review.gate import latest_findings
from portal.review.models import TakeDownReason

register = template.Library()


@register.simple_tag
def findings_of_latest(page: Page) -> list[Finding]:
    return latest_findings(page)


@register.simple_tag
def take_down_reasons() -> list[tuple[Any, Any]]:
    return list(TakeDownReason.choices)


@register.filter
def is_reviewed(page: Page) -> bool:
    return bool(getattr(page.specific_class, "needs_review", False))
