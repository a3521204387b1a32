"""Fill the lists of the CMS: ten thousand pages, and of all else more than one page shows."""

from datetime import timedelta

from django.db import connection
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from portal.home.models import HeadlineSlot, HomePage
from portal.review.ledger import Wording
from portal.users.roles import Role
from publicity.models import (
    Erratum,
    NewsIndexPage,
    NewsPage,
    NewsTemplate,
    PenaltyLink,
    PosterBatch,
)
from reports.complaints.models import ResponseTemplate, RoutingRule
from reports.complaints.models.scopes import DeskScope
from reports.complaints.services.links import issue_link
from reports.complaints.workflow import ComplaintState
from tests.portal.review.make import submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_episode, make_knowledge, make_news, make_psa
from tests.publicity.make_media import make_attachment, make_film, make_picture
from tests.publicity.make_reading import make_regulation, make_version
from tests.reports.complaints.make_desk import make_area, make_overdue, make_unit
from tests.reports.make import make_category, make_complaint

MANY = 52  # no list shows more at once


def add_pages_in_bulk(count: int) -> None:
    """Add news items as fast as can be: paths by hand, a few inserts."""
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
        page.first_published_at = page.last_published_at = at - timedelta(hours=number)
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
    _add_revisions(first, known)


def _add_revisions(like: NewsPage, known: dict[str, int]) -> None:
    """Give each page what saving it would have left: who wrote it, and when."""
    saved = like.save_revision()
    writers = [make_user(role=Role.WEB_EDITOR).pk for _n in range(MANY)]
    Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=saved.content_type_id,
                base_content_type_id=saved.base_content_type_id,
                object_id=str(pk),
                created_at=saved.created_at - timedelta(hours=number),
                user_id=writers[number % MANY],
                object_str=f"第{number}条",
                content={**saved.content, "pk": pk, "title": f"第{number}条"},
            )
            for number, pk in enumerate(known.values())
        ],
        batch_size=500,
    )
    its_own = Revision.objects.filter(
        content_type_id=saved.content_type_id,
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    Page.objects.filter(slug__startswith="b").update(
        latest_revision=Subquery(its_own.values("pk")[:1]),
        live_revision=Subquery(its_own.values("pk")[:1]),
        latest_revision_created_at=Subquery(its_own.values("created_at")[:1]),
    )


def fill_the_lists() -> None:
    """Put more into every other list of the CMS than it shows at once."""
    _fill_reviews()
    _fill_libraries()
    _fill_regulations()
    _fill_the_desk()
    pages = list(NewsPage.objects.filter(slug__startswith="b")[:MANY])
    home, now = HomePage.objects.get(), timezone.now()
    for number, page in enumerate(pages):
        user = make_user()
        Wording.objects.create(pattern=f"旧称{number}", advice="已经改名")
        NewsTemplate.objects.create(
            name=f"模板{number}", title_pattern="通报", source="县"
        )
        PosterBatch.objects.create(title="成册", items=[["page", 1]], ordered_by=user)
        HeadlineSlot.objects.create(home=home, page=page, starts_at=now)
        Redirect.objects.create(old_path=f"/old/{number}", redirect_page=page)
        Page.objects.filter(pk=page.pk).update(
            locked=True, locked_at=now, locked_by=user
        )
    for number in range(MANY):
        planned = make_news(live=False, go_live_at=now + timedelta(hours=number + 1))
        planned.save_revision(user=make_user(), approved_go_live_at=planned.go_live_at)


def _fill_reviews() -> None:
    for kind in (make_news, make_episode, make_psa, make_knowledge):
        for _n in range(MANY // 4):
            submit(kind(title="清理河道", live=False, first_published_at=None))
        for _n in range(MANY):
            kind(title="河道清理完成")


def _fill_libraries() -> None:
    for _n in range(MANY):
        for made in (make_picture(), make_film(), make_attachment()):
            type(made).objects.filter(pk=made.pk).update(uploaded_by_user=make_user())


def _fill_regulations() -> None:
    for number in range(MANY):
        regulation = make_regulation(title=f"第{number}号办法")
        duty, penalty = make_version(regulation, articles=2).clauses.all()
        PenaltyLink.objects.create(duty_clause=duty, penalty_clause=penalty)
        Erratum.objects.create(clause=duty, text="改正", proposed_by=make_user())


def _fill_the_desk() -> None:
    for _n in range(MANY):
        unit, area = make_unit(), make_area()
        category = make_category(unit=unit)
        make_complaint(category=category)
        make_overdue(
            make_complaint(
                category=category, unit=unit, state=ComplaintState.DISPATCHED
            )
        )
        RoutingRule.objects.create(
            family=category.family, category=category, area=area, unit=unit
        )
        DeskScope.objects.create(user=make_user(), unit=unit)
        issue_link(unit, by=make_user())
        ResponseTemplate.objects.create(title="答复", category=category, text="已办。")
