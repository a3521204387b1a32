"""Addresses of the activities in the CMS, below `/cms/quizzes/activities/`."""

from django.urls import path

from quizzes.events.desk import activities, sign_ups

app_name = "activities_desk"
urlpatterns = [
    path("", activities.index, name="index"),
    path("new/", activities.add, name="add"),
    path("<int:pk>/", activities.case, name="case"),
    path("<int:pk>/edit/", activities.edit, name="edit"),
    path("<int:pk>/reveal/", sign_ups.reveal, name="reveal"),
    path("<int:pk>/sign-ups.xlsx", sign_ups.export, name="export"),
    path("<int:pk>/contacts.xlsx", sign_ups.export_contacts, name="export_contacts"),
    path("<int:pk>/<slug:verb>/", activities.act, name="act"),
]
