"""Addresses of the desk of exposures, below `/cms/exposures/`."""

from django.urls import path

from reports.exposures.desk import views

app_name = "exposure_desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/", views.new, name="new"),
    path("bulk/", views.bulk, name="bulk"),
    path("batches/new/", views.new_batch, name="new_batch"),
    path("batches/<int:number>/publish/", views.whole_batch, name="publish_batch"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/edit/", views.change, name="edit"),
    path("<int:pk>/pictures/<int:link>/remove/", views.drop_picture, name="picture"),
    path(
        "<int:pk>/statements/<int:statement>/",
        views.judge_statement,
        name="statement",
    ),
    path("<int:pk>/flags/<int:flag>/", views.answer_flag, name="flag"),
    path("<int:pk>/do/<slug:verb>/", views.act, name="act"),
]
