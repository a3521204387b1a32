from django.urls import path

from quizzes.draws.public import own, views

app_name = "draws"
_one = "contests/<slug:slug>/draws/<int:number>/"

urlpatterns = [
    path(_one, views.draw, name="draw"),
    path(f"{_one}draw.json", views.draw_json, name="json"),
    path(f"{_one}tickets.txt", views.tickets, name="tickets"),
    path(f"{_one}verify_draw.py", views.command, name="command"),
    path(
        "contests/<slug:slug>/p/<str:token>/draws/<int:number>/",
        own.own_tickets,
        name="own",
    ),
]
