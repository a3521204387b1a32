from django.urls import path

from quizzes.boards.public import views

app_name = "boards"
urlpatterns = [
    path("contests/<slug:slug>/boards/", views.board, name="board"),
    path("contests/<slug:slug>/boards/<slug:view>.csv", views.board_csv, name="csv"),
]
