"""Addresses below the CMS, mounted by `wagtail_hooks`: Wagtail asks for the login."""

from django.urls import path

from publicity.newsroom import adding, calendar, preview_links, writing

app_name = "newsroom"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("templates/", writing.templates, name="templates"),
    path("templates/<int:template_id>/write/", writing.write, name="write"),
    path("import/", adding.import_new, name="import_new"),
    path("pages/<int:page_id>/import/", adding.import_into, name="import"),
    path("pages/<int:page_id>/pictures/", adding.add_pictures, name="pictures"),
    path("pages/<int:page_id>/names/", adding.names, name="names"),
    path("pages/<int:page_id>/links/", preview_links.links, name="preview_links"),
    path(
        "pages/<int:page_id>/links/<int:link_id>/revoke/",
        preview_links.revoke,
        name="revoke",
    ),
]
