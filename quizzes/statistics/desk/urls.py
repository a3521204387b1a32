"""Addresses of the statistics in the CMS, below `/cms/quizzes/statistics/`."""

from django.urls import path

from quizzes.statistics.desk import views

app_name = "statistics_desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.stage, name="stage"),
    path("<int:pk>/items.csv", views.items_csv, name="csv"),
    path("<int:pk>/compute/", views.compute, name="compute"),
]
