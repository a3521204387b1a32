from django.urls import path

from quizzes.events.public import signing_up, views

app_name = "activities"
urlpatterns = [
    path("", views.index, name="index"),
    path("feed.ics", views.feed_ics, name="feed"),
    path("code/", signing_up.code, name="code"),
    path("<slug:slug>/", views.activity, name="activity"),
    path("<slug:slug>/activity.ics", views.activity_ics, name="ics"),
    path("<slug:slug>/sign-up/", signing_up.sign_up, name="sign_up"),
    path("<slug:slug>/s/<str:token>/", signing_up.mine, name="mine"),
    path("<slug:slug>/s/<str:token>/change/", signing_up.change, name="change"),
    path("<slug:slug>/s/<str:token>/cancel/", signing_up.cancel, name="cancel"),
]
