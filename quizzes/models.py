"""The tables of this application, from its rooms."""

from quizzes.bank.models import *  # noqa: F403 -- Django looks here for models
from quizzes.certificates.models import *  # noqa: F403
from quizzes.contests.models import *  # noqa: F403
from quizzes.draws.models import *  # noqa: F403
from quizzes.events.models import *  # noqa: F403
from quizzes.live.models import *  # noqa: F403
from quizzes.statistics.models import *  # noqa: F403
