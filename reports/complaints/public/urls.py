from django.urls import path, register_converter

from reports.complaints.public import views

app_name = "open_complaints"


class Number:
    """A public number, e.g. LX2026-000123: no other address below looks like it."""

    regex = "[A-Z]{1,8}[0-9]{4}-[0-9]{6,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Number, "complaint_number")

urlpatterns = [
    path("complaints/", views.complaint_list, name="list"),
    path("complaints/complaints.csv", views.complaints_csv, name="csv"),
    path("complaints/map/", views.complaint_map, name="map"),
    path("complaints/map.json", views.map_window, name="map_window"),
    path("complaints/map/base.json", views.map_base, name="map_base"),
    path("complaints/statistics/", views.statistics, name="statistics"),
    path("complaints/statistics.json", views.statistics_json, name="statistics_json"),
    path("complaints/statistics.csv", views.statistics_csv, name="statistics_csv"),
    path("complaints/<complaint_number:number>/", views.complaint, name="complaint"),
]
