from django.urls import path

from publicity import urls as publicity_urls  # noqa: F401 -- makes <day:…> known
from quizzes.practice.public import papers, scores, views

app_name = "quizzes"

urlpatterns = [
    path("", views.start, name="start"),
    path("daily/", views.daily, name="daily"),
    path("daily/<day:day>/", views.daily, name="daily_of"),
    path("topics/<slug:topic>/", views.topic, name="topic"),
    path("clauses/<slug:slug>/<slug:anchor>/", views.clause, name="clause"),
    path("sets/<slug:slug>/", views.pool, name="set"),
    path("mistakes/", views.mistakes, name="mistakes"),
    path("mistakes/paper/", views.mistakes_paper, name="mistakes_paper"),
    path("paper/", papers.paper, name="paper"),
    path("shared/<str:token>/", scores.shared, name="shared"),
    path("shared/<str:token>/card.png", scores.card, name="card"),
]
