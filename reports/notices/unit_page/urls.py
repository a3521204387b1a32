"""Beside the cases of a unit, below `/u/<token>/`."""

from django.urls import path

from reports.notices.unit_page import views

app_name = "unit_notices"
urlpatterns = [
    path("<str:token>/notices/<notice_key:key>/", views.notice, name="notice"),
    path("<str:token>/notices/<notice_key:key>/sheet.pdf", views.sheet, name="sheet"),
    path(
        "<str:token>/notices/<notice_key:key>/photos/<int:photo>/",
        views.photo,
        name="photo",
    ),
    path("<str:token>/notices/<notice_key:key>/<slug:verb>/", views.act, name="act"),
]
