"""Addresses below `/cms/standards/`."""

from django.urls import path

from reports.standards.desk import views

app_name = "standards_desk"
urlpatterns = [
    path("", views.coverage, name="coverage"),
    path("coverage.csv", views.coverage_csv, name="coverage_csv"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/tag/", views.tag, name="tag"),
    path("items/<int:pk>/assess/", views.assess, name="assess"),
    path("tags/<int:pk>/remove/", views.untag, name="untag"),
]
