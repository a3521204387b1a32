from django.urls import path, register_converter

from reports.notices.links import NoticeKeyConverter
from reports.notices.public import views

register_converter(NoticeKeyConverter, "notice_key")

app_name = "open_notices"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/<notice_key:key>/", views.notice, name="notice"),
]
