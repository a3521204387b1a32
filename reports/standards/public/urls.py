from django.urls import path

from reports.standards.public import views

app_name = "standards"
urlpatterns = [
    path("standards/", views.sets, name="sets"),
    path("standards/<slug:code>/", views.standard_set, name="set"),
]
