from quizzes.judging.services.awarding import award_question as award_question
from quizzes.judging.services.deciding import clear as clear
from quizzes.judging.services.deciding import decide_appeal as decide_appeal
from quizzes.judging.services.deciding import file_appeal as file_appeal
from quizzes.judging.services.deciding import void as void
from quizzes.judging.services.flagging import flag as flag
