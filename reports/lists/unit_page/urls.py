from django.urls import path

from reports.lists import periods as periods  # makes <list_period:…> known
from reports.lists.unit_page import views

app_name = "unit_page_lists"
urlpatterns = [
    path("<str:token>/lists/<list_period:period>/", views.preview, name="preview"),
]
