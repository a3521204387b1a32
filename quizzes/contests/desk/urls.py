"""Addresses of contests in the CMS, below `/cms/quizzes/contests/`."""

from django.urls import path

from quizzes.contests.desk import contests, drafts, results, stages, units

app_name = "contests_desk"
urlpatterns = [
    path("", contests.index, name="index"),
    path("new/", drafts.add, name="add"),
    path("<int:pk>/", contests.case, name="case"),
    path("<int:pk>/edit/", drafts.edit, name="edit"),
    path("<int:pk>/clone/", drafts.copy, name="clone"),
    path("<int:pk>/chart/", contests.chart, name="chart"),
    path("<int:pk>/do/<slug:verb>/", contests.act, name="act"),
    path("<int:pk>/stages/new/", stages.add, name="add_stage"),
    path("stages/<int:pk>/", stages.edit, name="stage"),
    path("stages/<int:pk>/delete/", stages.delete, name="delete_stage"),
    path("stages/<int:pk>/paper/", stages.paper, name="paper"),
    path("<int:pk>/units/", units.index, name="units"),
    path("<int:pk>/units.xlsx", units.download, name="units_xlsx"),
    path("<int:pk>/units/import/", units.upload, name="import_units"),
    path("units/<int:pk>/delete/", units.delete, name="delete_unit"),
    path("<int:pk>/results/", results.index, name="results"),
    path("<int:pk>/results.xlsx", results.download, name="results_xlsx"),
    path("<int:pk>/winners.xlsx", results.winners, name="winners_xlsx"),
]
