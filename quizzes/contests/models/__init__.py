from quizzes.contests.models.attempts import Appeal as Appeal
from quizzes.contests.models.attempts import Attempt as Attempt
from quizzes.contests.models.attempts import AttemptFlag as AttemptFlag
from quizzes.contests.models.attempts import AttemptItem as AttemptItem
from quizzes.contests.models.attempts import Standing as Standing
from quizzes.contests.models.contests import Contest as Contest
from quizzes.contests.models.contests import DrawRule as DrawRule
from quizzes.contests.models.contests import Stage as Stage
from quizzes.contests.models.contests import UnitEntry as UnitEntry
from quizzes.contests.models.participants import Participant as Participant
from quizzes.contests.models.participants import (
    ParticipantContact as ParticipantContact,
)
from quizzes.contests.models.participants import PhoneCode as PhoneCode
from quizzes.contests.models.prizes import RankPrize as RankPrize
