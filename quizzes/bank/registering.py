"""Everything that the rest of the house learns of the bank, from `AppConfig.ready()`."""

from datetime import timedelta

from portal.case_pictures import on_change
from portal.demo.registry import register_loader
from portal.jobs.periodic import register
from publicity.clause_changes import register_listener
from quizzes.bank.permissions import grant_roles
from quizzes.bank.public.panels import register_panels
from quizzes.bank.services.superseding import (
    follow_case,
    follow_clauses,
    look_after_bank,
)


def register_bank() -> None:
    grant_roles()
    register_panels()
    register_listener("quizzes.questions", follow_clauses)
    on_change("quizzes.questions", follow_case)
    register("look_after_questions", look_after_bank, every=timedelta(hours=1))
    # After the exposures, whose pictures the case questions show.
    register_loader("quizzes.bank", "quizzes.bank.demo.questions.load_bank", order=80)
