from quizzes.draws.models.draws import Draw as Draw
from quizzes.draws.models.draws import Prize as Prize
from quizzes.draws.models.tickets import Ticket as Ticket
from quizzes.draws.models.tickets import Winner as Winner
