from django.urls import path

from portal.feeds import views

app_name = "feeds"
urlpatterns = [
    path("<slug:key>.xml", views.rss, name="rss"),
    path("<slug:key>.atom.xml", views.atom, name="atom"),
]
