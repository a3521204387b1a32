"""Everything that the rest of the house learns of live rounds."""

from datetime import timedelta

from portal.jobs.periodic import register
from quizzes.live.permissions import grant_roles
from quizzes.live.services.running import tidy_rounds


def register_live() -> None:
    grant_roles()
    register("live.tidy", tidy_rounds, every=timedelta(hours=1))
