"""Addresses of the lists in the CMS, below `/cms/lists/`."""

from django.urls import path

from reports.lists.desk import commending, follow_up, lists

app_name = "lists_desk"
urlpatterns = [
    path("", lists.index, name="index"),
    path("<int:pk>/", lists.case, name="case"),
    path("<int:pk>/<slug:verb>/", lists.act, name="act"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up.xlsx", follow_up.follow_up_xlsx, name="follow_up_xlsx"),
    path("commendations/", commending.index, name="commendations"),
    path("commendations/new/", commending.add, name="add_commendation"),
    path("commendations/<int:pk>/", commending.edit, name="commendation"),
    path(
        "commendations/<int:pk>/<slug:verb>/", commending.act, name="act_commendation"
    ),
]
