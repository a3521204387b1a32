"""Addresses of the inspectors' desk, below `/cms/notices/`.

An address that names a notice has `pk`: by that the test of C10 knows them.
"""

from django.urls import path

from reports.notices.desk import case, completing, drafting, lists, printing

app_name = "notice_desk"
urlpatterns = [
    path("", lists.start, name="start"),
    path("queues/<slug:code>/", lists.queue, name="queue"),
    path("new/", drafting.new, name="new"),
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/complete/", completing.complete, name="complete"),
    path("<int:pk>/print/", printing.print_sheets, name="print"),
    path("<int:pk>/photos/<int:photo>/clear/", case.clear_photo, name="clear_photo"),
    path(
        "<int:pk>/proposals/<int:proposal>/",
        case.decide_proposal,
        name="decide_proposal",
    ),
    path("<int:pk>/do/<slug:verb>/", case.act, name="act"),
]
