"""The tables of this application, from its rooms."""

from quizzes.bank.models import *  # noqa: F403 -- Django looks here for models
from quizzes.contests.models import *  # noqa: F403
