from django.urls import path

from reports.inspections.public import views

app_name = "inspections"
urlpatterns = [
    path("inspections/", views.ranking, name="ranking"),
    path("inspections/inspections.csv", views.scores_csv, name="csv"),
]
