from django.urls import path, register_converter
from django.urls.converters import IntConverter

from quizzes.contests.public import contact, papers, participant, views


class PaperConverter(IntConverter):
    """Reads the number of a paper: SQLite takes none of twenty digits."""

    regex = "[0-9]{1,15}"


class PositionConverter(IntConverter):
    """Reads the number of a question or a stage."""

    regex = "[0-9]{1,4}"


register_converter(PaperConverter, "paper")
register_converter(PositionConverter, "position")
app_name = "contests"
_HOME = "<slug:slug>/p/<str:token>/"
_PAPER = f"{_HOME}<paper:attempt>/"

urlpatterns = [
    path("", views.contests, name="contests"),
    path("<slug:slug>/", views.contest, name="contest"),
    path("<slug:slug>/join/", views.join_contest, name="join"),
    path(_HOME, participant.home, name="home"),
    path(f"{_HOME}phone/", contact.phone, name="phone"),
    path(f"{_HOME}withdraw/", participant.withdraw_from, name="withdraw"),
    path(f"{_HOME}start/<position:position>/", participant.start_stage, name="start"),
    path(f"{_PAPER}<position:position>/", papers.question, name="question"),
    path(f"{_PAPER}questions/", papers.questions, name="questions"),
    path(f"{_PAPER}hand-in/", papers.hand_in_paper, name="hand_in"),
    path(f"{_PAPER}result/", papers.result, name="result"),
]
