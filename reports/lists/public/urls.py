from django.urls import path

from reports.lists import periods as periods  # makes <list_period:…> known
from reports.lists.public import views

app_name = "unit_lists"


urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/commendations/", views.commendations, name="commendations"),
    path("lists/commendations/<slug:number>/", views.commendation, name="commendation"),
    path("lists/<list_period:period>/", views.unit_list, name="list"),
    path("lists/<list_period:period>/list.csv", views.list_csv, name="csv"),
    path("lists/<list_period:period>/items.csv", views.items_csv, name="items_csv"),
    path("lists/<list_period:period>/list.json", views.list_json, name="json"),
]
