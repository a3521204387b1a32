from django.urls import path

from portal.evidence import views

app_name = "evidence"
urlpatterns = [
    path("<str:name>", views.public_copy, name="public_copy"),
]
