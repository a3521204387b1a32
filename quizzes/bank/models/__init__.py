from quizzes.bank.models.questions import Pool as Pool
from quizzes.bank.models.questions import PracticeCount as PracticeCount
from quizzes.bank.models.questions import Question as Question
from quizzes.bank.models.questions import QuestionVersion as QuestionVersion
