from django.urls import path

from portal.directory import views

app_name = "directory"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("areas/", views.areas, name="areas"),
    path("areas/<slug:code>/", views.area, name="area"),
]
