from django.urls import path

from reports.complaints.unit_page import views

app_name = "unit_page"
urlpatterns = [
    path("<str:token>/", views.cases, name="cases"),
    path("<str:token>/<slug:number>/", views.sheet, name="sheet"),
    path("<str:token>/<slug:number>/<slug:verb>/", views.act, name="act"),
]
