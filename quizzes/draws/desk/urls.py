"""Addresses of the draws in the CMS, below `/cms/quizzes/draws/`."""

from django.urls import path

from quizzes.draws.desk import views

app_name = "draws_desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/<int:contest_pk>/", views.new, name="new"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
