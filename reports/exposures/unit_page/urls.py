"""Beside the cases and the notices of a unit, below `/u/<token>/`."""

from django.urls import path

from reports.exposures.unit_page import views

app_name = "unit_exposures"
urlpatterns = [
    path("<str:token>/exposures/", views.exposures, name="list"),
    path("<str:token>/exposures/<int:pk>/", views.state, name="state"),
]
