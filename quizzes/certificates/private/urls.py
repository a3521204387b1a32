from django.urls import path

from quizzes.certificates.private import views

app_name = "own_certificates"
_base = "contests/<slug:slug>/p/<str:token>/<int:attempt>/certificate"
urlpatterns = [
    path(f"{_base}/", views.certificate, name="certificate"),
    path(f"{_base}.pdf", views.pdf, name="pdf"),
    path(f"{_base}.png", views.png, name="png"),
]
