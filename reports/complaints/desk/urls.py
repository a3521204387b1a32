"""Addresses of the desk, below `/cms/desk/`.

An address that names a complaint has `pk`, one that names a unit's link has `link`:
by that the test of C10 knows which are to be refused to whom.
"""

from django.urls import path

from reports.complaints.desk import (
    case,
    exporting,
    importing,
    links,
    lists,
    phone,
    records,
    rules,
)

app_name = "desk"
urlpatterns = [
    path("", lists.start, name="start"),
    path("queues/<slug:code>/", lists.queue, name="queue"),
    path("bulk/", lists.bulk, name="bulk"),
    path("export/", exporting.export, name="export"),
    path("import/", importing.import_table, name="import"),
    path("call/", phone.call, name="call"),
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/<slug:verb>/", case.act, name="act"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:rule>/move/", rules.move, name="move_rule"),
    path("links/", links.links, name="links"),
    path("links/<int:link>/uses/", links.uses, name="link_uses"),
    path("links/<int:link>/rotate/", links.rotate, name="rotate_link"),
    path("links/<int:link>/revoke/", links.revoke, name="revoke_link"),
    path("reminders/", records.reminders, name="reminders"),
    path("reveals/", records.reveals, name="reveals"),
    path("anonymise/", records.forget, name="anonymise"),
]
