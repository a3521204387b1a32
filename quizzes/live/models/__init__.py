from quizzes.live.models.rounds import LiveAnswer as LiveAnswer
from quizzes.live.models.rounds import LivePlayer as LivePlayer
from quizzes.live.models.rounds import LiveQuestion as LiveQuestion
from quizzes.live.models.rounds import LiveRound as LiveRound
