from django.urls import path

from quizzes.certificates.public import views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.ask, name="ask"),
    path("certificates/<str:number>/", views.check, name="check"),
]
