"""The CMS asks the database as often at ten thousand pages as at ten."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log

from portal.users.roles import Role, sync_roles
from publicity.models import NewsIndexPage
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news
from tests.publicity.newsroom.make import MANY, add_pages_in_bulk, fill_the_lists

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LISTS = {
    "home": "/cms/",
    "pages": "/cms/pages/{column}/",
    "pages by title": "/cms/pages/{column}/?ordering=title&p=3",
    "top of the tree": "/cms/pages/{home}/",
    "search": "/cms/pages/search/?q=河道",
    "search for a kind": "/cms/pages/search/?q=河道&content_type=publicity.newspage",
    "calendar": "/cms/newsroom/calendar/",
    "calendar as a list": "/cms/newsroom/calendar/?look=list&kind=news",
    "templates": "/cms/newsroom/templates/",
    "pictures": "/cms/images/",
    "documents": "/cms/documents/",
    "media": "/cms/media/",
    "clauses": "/cms/snippets/publicity/clause/",
    "regulations": "/cms/snippets/publicity/regulation/",
    "versions": "/cms/snippets/publicity/regulationversion/",
    "penalties": "/cms/snippets/publicity/penaltylink/",
    "poster batches": "/cms/poster-batches/",
    "errata": "/cms/regulations/errata/",
    "template list": "/cms/snippets/publicity/newstemplate/",
    "aging": "/cms/reports/aging-pages/",
    "knowledge": "/cms/reports/knowledge/",
    "headlines": "/cms/headlines/",
    "wordings": "/cms/snippets/review/wording/",
    "locked": "/cms/reports/locked/",
    "reviews": "/cms/reports/workflow/",
    "reviews by a question": "/cms/reports/workflow/?reviewable=true&status=in_progress",
    "history": "/cms/reports/site-history/",
    "history of somebody": "/cms/reports/site-history/?action=wagtail.create&user={user}",
    "new complaints": "/cms/desk/queues/new/",
    "overdue complaints": "/cms/desk/queues/overdue/",
    "links of units": "/cms/desk/links/",
    "answers": "/cms/snippets/reports/responsetemplate/",
    "categories": "/cms/snippets/reports/category/",
    "routing rules": "/cms/snippets/reports/routingrule/",
    "scopes": "/cms/snippets/reports/deskscope/",
    "users": "/cms/users/",
    "redirects": "/cms/redirects/",
}
ROLES = (
    Role.WEB_EDITOR,
    Role.TV_EDITOR,
    Role.REVIEWER,
    Role.CHIEF_EDITOR,
    Role.DESK,
    Role.ADMINISTRATOR,
)


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()
    cache.clear()


def ask(client, role, column):
    """Return how often each list that this role may see asks, once it is warm; its rows."""
    asked = {}
    user = make_user(role=role)
    client.force_login(user)
    mine = make_news(title="我的稿", live=False)
    mine.save_revision(user=user)
    for _n in range(MANY):
        log(mine, "wagtail.create", user=user)
    places = {"column": column.pk, "home": column.get_parent().pk, "user": user.pk}
    for name, address in LISTS.items():
        address = address.format(**places)
        response = client.get(address)
        if response.status_code == 200:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked[f"{role.name} {name}"] = len(queries), rows_of(response.text)
    return asked


def rows_of(text):
    main = text.partition("<main")[2].partition("</main>")[0]
    return main.count("<tr") + main.count("<li")


def test_no_list_of_the_cms_asks_more_than_fifteen_times(client):
    column = NewsIndexPage.objects.get()
    add_pages_in_bulk(10_000)
    fill_the_lists()

    asked: dict[str, tuple[int, int]] = {}
    # A session writes down once a minute that somebody is there: not in this minute.
    with time_machine.travel(timezone.now(), tick=False):
        for role in ROLES:
            asked |= ask(client, role, column)

    seen_by_somebody = {name.partition(" ")[2] for name in asked}
    assert seen_by_somebody == set(LISTS)
    assert {name: many for name, (many, _rows) in asked.items() if many > 15} == {}
    rows: dict[str, int] = {}
    for name, (_many, shown) in asked.items():
        what = name.partition(" ")[2]
        rows[what] = max(shown, rows.get(what, 0))
    assert {what: shown for what, shown in rows.items() if shown < 20} == {}
