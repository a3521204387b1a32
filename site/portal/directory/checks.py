"""A reminder that somebody must read the State Council's notice of holidays."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar


def next_year_is_known(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn from 1 December when next year's make-up workdays are not known."""
    today = timezone.localdate()
    if today.month < 12 or WorkCalendar().knows_year(today.year + 1):
        return []
    try:
        known = WorkCalendar.current().knows_year(today.year + 1)
    except DatabaseError:
        return []  # before the first `migrate`
    if known:
        return []
    return [
        Warning(
            _("工作日历里没有 %(year)s 年的调休上班日。") % {"year": today.year + 1},
            hint=_("请按国务院办公厅的放假通知，在“责任名录—工作日历”中录入。"),
            id="directory.W001",
        )
    ]
