"""Addresses below `/cms/inspections/`."""

from django.urls import path

from reports.inspections.desk import views

app_name = "inspections_desk"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("rounds/new/", views.new_round, name="new_round"),
    path("rounds/<int:pk>/", views.round_page, name="round"),
    path("rounds/<int:pk>/check/", views.send_check, name="check"),
    path("rounds/<int:pk>/close/", views.end_round, name="close"),
    path("checks/<int:pk>/", views.spot_check, name="spot_check"),
]
