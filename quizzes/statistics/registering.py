"""Everything that the rest of the house learns of statistics, from `AppConfig.ready()`."""

from datetime import timedelta

from portal.hubs import Panel
from portal.jobs import periodic
from portal.users.roles import Role, grant
from quizzes.boards.hub import board_hub
from quizzes.statistics.public.panels import figures_of
from quizzes.statistics.services.computing import compute_recent_stages


def register_statistics() -> None:
    for role in (Role.WEB_EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
        grant(role, ["quizzes.view_itemstat"])
    periodic.register(
        "quizzes.statistics", compute_recent_stages, every=timedelta(minutes=10)
    )
    board_hub.register(
        Panel(
            key="figures",
            order=10,
            template="quizzes/statistics/panel.html",
            context=figures_of,
        )
    )
