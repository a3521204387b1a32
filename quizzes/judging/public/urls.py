"""Results for everybody, and the appeal behind a participant's private link."""

from django.urls import path

from quizzes.judging.public import appeals, results

app_name = "judging"
urlpatterns = [
    path("contests/<slug:slug>/results/", results.results, name="results"),
    path(
        "contests/<slug:slug>/p/<str:token>/<int:pk>/appeal/",
        appeals.appeal,
        name="appeal",
    ),
]
