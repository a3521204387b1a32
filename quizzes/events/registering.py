"""Everything that the rest of the house learns of activities, from `ready()`."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from quizzes.events.jobs import register_jobs
from quizzes.events.permissions import grant_roles
from quizzes.events.public.feeds import register_feeds
from quizzes.events.public.panels import register_panels


def register_events() -> None:
    grant_roles()
    register_jobs()
    register_feeds()
    register_panels()
    register_entry(
        Entry(
            label=_("活动"),
            address="/activities/",
            order=49,
            group=_("看"),
            is_main=False,
        )
    )
    register_loader(
        "quizzes.activities", "quizzes.events.demo.activities.load", order=90
    )
