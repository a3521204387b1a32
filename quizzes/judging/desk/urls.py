"""Addresses of judging in the CMS, below `/cms/quizzes/judging/`."""

from django.urls import path

from quizzes.judging.desk import views

app_name = "judging_desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
