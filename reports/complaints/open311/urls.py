from django.urls import path, re_path

from reports.complaints.open311 import views

app_name = "open311"
FORM = r"\.(?P<form>xml|json)$"
urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{FORM}", views.services, name="services"),
    re_path(
        rf"^services/(?P<code>[\w-]{{1,20}}){FORM}", views.definition, name="definition"
    ),
    re_path(rf"^requests{FORM}", views.requests, name="requests"),
    re_path(
        rf"^requests/(?P<number>[\w-]{{1,20}}){FORM}", views.request, name="request"
    ),
    re_path(rf"^tokens/(?P<token>[\w-]{{1,100}}){FORM}", views.token, name="token"),
    path("", views.unknown),
    path("<path:rest>", views.unknown),
]
