"""The CMS asks the database as often at ten thousand pages as at ten."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from portal.images.models import Picture
from portal.users.roles import Role, sync_roles
from publicity.models import NewsIndexPage, NewsPage
from tests.portal.images.make import picture_bytes
from tests.portal.review.make import submit
from tests.portal.users.make import make_user
from tests.publicity.make import (
    make_columns,
    make_episode,
    make_knowledge,
    make_news,
    make_psa,
)

pytestmark = pytest.mark.django_db

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
    "template list": "/cms/snippets/publicity/newstemplate/",
    "aging": "/cms/reports/aging-pages/",
    "knowledge": "/cms/reports/knowledge/",
    "headlines": "/cms/headlines/",
    "wordings": "/cms/snippets/review/wording/",
    "locked": "/cms/reports/locked/",
    "reviews": "/cms/reports/workflow/",
    "reviews by a question": "/cms/reports/workflow/?reviewable=true&status=in_progress",
    "history": "/cms/reports/site-history/",
    "history of somebody": "/cms/reports/site-history/?action=wagtail.create&user=1",
    "new complaints": "/cms/desk/queues/new/",
    "overdue complaints": "/cms/desk/queues/overdue/",
    "links of units": "/cms/desk/links/",
    "answers": "/cms/snippets/reports/responsetemplate/",
    "categories": "/cms/snippets/reports/category/",
    "users": "/cms/users/",
    "redirects": "/cms/redirects/",
}
ROLES = (
    Role.WEB_EDITOR,
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


def add_pages_in_bulk(count):
    """Add news items as fast as can be: paths by hand, two inserts."""
    column = NewsIndexPage.objects.get()
    first = make_news(title="第0条")
    base, at = column.numchild + 10, timezone.now()
    pages = []
    for number in range(count):
        page = NewsPage(
            title=f"第{number}条", slug=f"b{number}", summary="一", source="县", body=[]
        )
        page.path = NewsPage._get_path(column.path, column.depth + 1, base + number)
        page.depth, page.numchild, page.live = column.depth + 1, 0, True
        page.url_path = f"{column.url_path}b{number}/"
        page.first_published_at = page.last_published_at = at - timedelta(
            minutes=number
        )
        page.content_type, page.locale = first.content_type, first.locale
        page.draft_title = page.title
        pages.append(page)
    names = [
        field.attname for field in Page._meta.concrete_fields if field.attname != "id"
    ]
    bases = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in names}) for page in pages],
        batch_size=500,
    )
    known = dict(Page.objects.filter(slug__startswith="b").values_list("slug", "pk"))
    assert len(bases) == count
    rows = [("daily", "一", "县", "", "", "[]", "", known[page.slug]) for page in pages]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO publicity_newspage (kind, summary, source, author, responsible_editor, body, correction_note, page_ptr_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
    Page.objects.filter(pk=column.pk).update(numchild=count + 1)


def ask(client, role, column):
    """Return how often each list that this role may see asks, once it is warm."""
    asked = {}
    user = make_user(role=role)
    client.force_login(user)
    make_news(title="我的稿", live=False).save_revision(user=user)
    for name, address in LISTS.items():
        address = address.format(column=column.pk, home=column.get_parent().pk)
        if client.get(address).status_code == 200:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked[f"{role.name} {name}"] = len(queries)
    return asked


def test_no_list_of_the_cms_asks_more_than_fifteen_times(client):
    column = NewsIndexPage.objects.get()
    add_pages_in_bulk(10_000)
    for _n in range(4):
        photo = SimpleUploadedFile("a.jpg", picture_bytes(), "image/jpeg")
        Picture.objects.create(title="河道", file=photo)
    for kind in (make_news, make_episode, make_psa, make_knowledge):
        for _n in range(4):
            submit(kind(title="清理河道", live=False, first_published_at=None))
        kind(title="河道清理完成")
    scheduled = make_news(live=False, go_live_at=timezone.now() + timedelta(days=1))
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)

    asked: dict[str, int] = {}
    # A session writes down once a minute that somebody is there: not in this minute.
    with time_machine.travel(timezone.now(), tick=False):
        for role in ROLES:
            asked |= ask(client, role, column)

    seen_by_somebody = {name.partition(" ")[2] for name in asked}
    assert seen_by_somebody == set(LISTS)
    assert {name: count for name, count in asked.items() if count > 15} == {}
