"""Everything that the rest of the house learns of boards, from `AppConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from quizzes.boards.public import links
from quizzes.contests.public.links import ContestLink, register_link


def register_boards() -> None:
    register_link(
        ContestLink(
            key="boards",
            order=10,
            label=_("榜单"),
            of_contest=links.of_contest,
            of_participant=links.of_participant,
            of_attempt=links.of_attempt,
        )
    )
