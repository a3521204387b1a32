"""Addresses of the live rounds in the CMS, below `/cms/quizzes/live/`."""

from django.urls import path

from quizzes.live.desk import views

app_name = "live_desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.screen, name="screen"),
    path("<int:pk>/counts.json", views.counts, name="counts"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
