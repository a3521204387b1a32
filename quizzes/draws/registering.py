"""Everything that the rest of the house learns of draws, from `AppConfig.ready()`."""

from datetime import timedelta

from portal.demo.registry import register_loader
from portal.jobs.periodic import register
from quizzes.draws.permissions import grant_roles
from quizzes.draws.public.panels import register_panels
from quizzes.draws.services.claiming import forfeit_late


def register_draws() -> None:
    grant_roles()
    register_panels()
    register("draws.forfeit", forfeit_late, every=timedelta(hours=1))
    register_loader("draws.draws", "quizzes.draws.demo.draws.load_draws", order=95)
