"""What the editors see and do at their desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from portal.home.models import HeadlineSlot
from portal.images.models import Picture
from portal.users.roles import Role, sync_roles
from publicity.models import NewsPage, NewsTemplate, PreviewLink
from publicity.newsroom.drafting import newest_draft
from publicity.staleness import Freshness, Ledger
from tests.portal.images.make import picture_bytes
from tests.portal.review.make import submit
from tests.portal.users.make import make_user
from tests.publicity.make import (
    make_columns,
    make_episode,
    make_knowledge,
    make_news,
)
from tests.publicity.newsroom.test_office import WORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


@pytest.fixture
def enter(client):
    def as_role(role):
        user = make_user(role=role)
        client.force_login(user)
        return user

    return as_role


@pytest.fixture
def draft():
    page = make_news(title="写了一半", live=False, first_published_at=None)
    page.save_revision()
    return page


def photo(name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, picture_bytes(), "image/jpeg")


@pytest.mark.parametrize(
    ("days", "state"), [(6, "fresh"), (8, "warning"), (15, "stale")]
)
def test_sc_01_a_column_warns_at_half_its_window(days, state):
    make_news(published_at=timezone.now() - timedelta(days=days))

    today = timezone.localdate()
    ages = {age.key: age.state for age in Ledger(today, today).ages()}

    assert ages["news.daily"] == state
    assert ages["psas"] is Freshness.EMPTY


def test_tv_08_a_day_without_a_programme_is_missing_once_it_is_over():
    today = timezone.localdate()
    make_episode(air_date=today - timedelta(days=3))
    make_episode(air_date=today - timedelta(days=1))

    missing = Ledger(today - timedelta(days=30), today).days_without_programme()

    assert missing == {today - timedelta(days=2)}


@pytest.mark.parametrize(
    ("role", "sees", "does_not_see"),
    [
        (
            Role.WEB_EDITOR,
            ["用模板写", "退回给我的稿", "定时上线"],
            ["等我审的稿", "头条安排"],
        ),
        (Role.REVIEWER, ["等我审的稿", "没有等你审的稿件"], ["头条安排"]),
        (Role.CHIEF_EDITOR, ["等我审的稿", "没有排头条"], []),
        (Role.DESK, [], ["今天还没有发布动态", "发布日历", "等我审的稿"]),
        (Role.INSPECTOR, [], ["今天还没有发布动态", "发布日历", "等我审的稿"]),
    ],
)
def test_each_role_sees_its_own_desk(client, enter, role, sees, does_not_see):
    NewsTemplate.objects.create(name="日报", title_pattern="{月}", source="县")
    enter(role)

    text = client.get(reverse("wagtailadmin_home")).text

    assert [word for word in sees if word not in text] == []
    assert [word for word in does_not_see if word in text] == []


def test_a_waiting_item_is_on_the_reviewers_desk_and_a_refused_one_on_its_writers(
    client, enter, draft
):
    editor = make_user(role=Role.WEB_EDITOR)
    reviewer = enter(Role.REVIEWER)
    task = GroupApprovalTask.objects.create(name="初审")
    task.groups.add(Group.objects.get(name=Role.REVIEWER.value))
    workflow = Workflow.objects.create(name="审核")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=draft.get_parent())
    draft.get_workflow().start(draft, editor)
    text = client.get(reverse("wagtailadmin_home")).text
    assert "写了一半" in text
    assert "已等" in text
    state = WorkflowState.objects.get()
    state.current_task_state.reject(user=reviewer, comment="请写明日期")
    client.force_login(editor)

    assert "请写明日期" in client.get(reverse("wagtailadmin_home")).text


def test_gw_38_what_waits_for_review_with_a_time_is_on_the_calendar(
    client, enter, draft
):
    draft.go_live_at = timezone.now() + timedelta(minutes=1)
    submit(draft)
    enter(Role.REVIEWER)
    month = f"{timezone.localtime(draft.go_live_at):%Y-%m}"

    text = client.get(
        reverse("newsroom:calendar"), {"month": month, "look": "list"}
    ).text

    assert "写了一半" in text


def test_a_template_begins_a_draft_with_date_number_and_names(client, enter):
    user = enter(Role.WEB_EDITOR)
    template = NewsTemplate.objects.create(
        name="督查通报",
        kind="inspection",
        title_pattern="{月}月{日}日督查通报（第{期号}期）",
        next_number=7,
        source="县双创办",
        body=[("text", "<p>问题：</p>")],
    )

    response = client.post(reverse("newsroom:write", args=[template.pk]))

    page = NewsPage.objects.get()
    today = timezone.localdate()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert page.title == f"{today.month}月{today.day}日督查通报（第7期）"
    assert not page.live
    assert page.latest_revision.user == user
    assert (page.source, page.responsible_editor) == ("县双创办", "林晓溪")
    template.refresh_from_db()
    assert template.next_number == 8
    assert client.get(response.url).status_code == 200


def test_who_may_not_write_news_begins_none(client, enter):
    enter(Role.TV_EDITOR)
    template = NewsTemplate.objects.create(name="一", title_pattern="一", source="一")

    client.post(reverse("newsroom:write", args=[template.pk]))

    assert not NewsPage.objects.exists()


def test_pasted_word_becomes_a_draft_and_asks_for_words_at_once(client, enter):
    enter(Role.WEB_EDITOR)
    pasted = SimpleUploadedFile("pasted.html", WORD.encode(), "text/html")

    response = client.post(
        reverse("newsroom:import_new"), {"pasted": pasted}, follow=True
    )

    page = NewsPage.objects.get()
    body = page.get_latest_revision_as_object().body
    assert [block.block_type for block in body] == ["text", "table", "picture"]
    assert "没有随粘贴带过来" in response.text
    names = reverse("newsroom:names", args=[page.pk])
    assert response.request["PATH_INFO"] == names
    refused = client.post(names, {"alt-2": "IMG_0001.JPG", "caption-2": "河边"})
    assert "不能是文件名" in refused.text
    assert 'value="河边"' in refused.text
    client.post(names, {"alt-2": "清漂队员在打捞", "caption-2": "河边"})
    draft = newest_draft(page)
    assert draft.body[2].value["alt"] == "清漂队员在打捞"
    assert Picture.objects.get().description == "清漂队员在打捞"
    assert (
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
        == 200
    )


def test_gw_52_a_draft_without_a_source_can_be_looked_at(client, enter):
    enter(Role.WEB_EDITOR)
    page = make_news(title="写了一半", live=False, first_published_at=None)
    page.source = ""
    page.save_revision(clean=False)  # as an import or a template leaves it

    looked = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert looked.status_code == 200
    assert '<meta name="ContentSource" content="还没有写来源">' in looked.text


def test_several_pictures_come_at_once_and_the_bad_one_is_named(client, enter, draft):
    enter(Role.WEB_EDITOR)
    files = [photo("a.jpg"), SimpleUploadedFile("坏的.jpg", b"<svg>"), photo("b.jpg")]

    response = client.post(
        reverse("newsroom:pictures", args=[draft.pk]), {"pictures": files}, follow=True
    )

    assert "坏的.jpg：这是网页或 SVG 文件" in response.text
    body = newest_draft(draft).body
    assert [block.block_type for block in body] == ["text", "gallery"]
    assert len(body[1].value["pictures"]) == 2
    assert "IMG" not in "".join(Picture.objects.values_list("title", flat=True))
    assert response.text.count("替代文字（图里有什么）") == 2


def test_more_than_eighteen_pictures_are_refused(client, enter, draft):
    enter(Role.WEB_EDITOR)

    response = client.post(
        reverse("newsroom:pictures", args=[draft.pk]),
        {"pictures": [photo() for _number in range(19)]},
    )

    assert "一次最多18张" in response.text
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["import", "pictures", "names"])
def test_nobody_adds_to_a_page_that_he_may_not_edit(client, enter, draft, name):
    enter(Role.TV_EDITOR)

    response = client.get(reverse(f"newsroom:{name}", args=[draft.pk]))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def make_link(client, page):
    client.post(reverse("newsroom:preview_links", args=[page.pk]), {"hours": 24})
    link = PreviewLink.objects.get()
    return link, reverse("publicity:preview", args=[link.token])


def test_e4_a_link_shows_that_version_without_login_and_leaves_no_trace(
    client, enter, draft
):
    enter(Role.WEB_EDITOR)
    link, address = make_link(client, draft)
    assert "<svg" in client.get(reverse("newsroom:preview_links", args=[draft.pk])).text
    draft.title = "后来改的"
    draft.save_revision()
    client.logout()

    response = client.get(address)

    assert response.status_code == 200
    assert "写了一半" in response.text
    assert "后来改的" not in response.text
    assert "送审稿，未发布" in response.text
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "写了一半" not in client.get("/news/").text
    assert "/preview/" not in client.get("/sitemap.xml").text
    link.refresh_from_db()
    assert link.uses == 1


def test_e4_a_link_ends_when_it_expires_is_revoked_or_was_forged(client, enter, draft):
    enter(Role.WEB_EDITOR)
    link, address = make_link(client, draft)
    token = link.token

    assert client.get(f"/preview/{link.nonce}/").status_code == 404
    assert client.get(f"/preview/{token[:-1]}x/").status_code == 404
    client.post(reverse("newsroom:revoke", args=[draft.pk, link.pk]))
    assert client.get(address).status_code == 404
    PreviewLink.objects.update(revoked_at=None, expires_at=timezone.now())
    assert client.get(address).status_code == 404


def test_headlines_are_planned_without_the_home_page_and_survive_it(
    client, enter, home_page
):
    enter(Role.CHIEF_EDITOR)
    page = make_news(title="排好的头条")
    hidden = make_news(title="没发的稿", live=False)
    now = timezone.now()
    home = HeadlineSlot._meta.get_field("home").related_model.objects.get()
    revision = home.save_revision()
    for item, starts in ((page, now + timedelta(days=1)), (hidden, now)):
        response = client.post(
            reverse("headlines:add"),
            {
                "page": item.pk,
                "starts_at": f"{timezone.localtime(starts):%Y-%m-%d %H:%M}",
                "ends_at": "",
            },
        )
        assert response.status_code == 302
    revision.publish()

    text = client.get(reverse("headlines:index")).text

    assert HeadlineSlot.objects.count() == 2
    assert "页面还没有发布，到时不会显示" in text
    assert "正在显示</span>" not in text


def test_only_those_who_plan_headlines_see_the_plan(client, enter):
    enter(Role.WEB_EDITOR)

    assert client.get(reverse("headlines:index")).status_code == 302


@pytest.mark.parametrize(
    "model", ["newspage", "episodepage", "psapage", "knowledgepage"]
)
def test_a_draft_saved_with_only_a_title_opens_again(client, enter, model):
    # Autosave sends what is there, after half a second.
    enter(Role.CHIEF_EDITOR)
    make_episode(number=1)
    parents = {
        "newspage": "news",
        "episodepage": "episodes",
        "psapage": "psa",
        "knowledgepage": "health",
    }
    make_knowledge()
    parent = Page.objects.get(slug=parents[model])
    address = reverse("wagtailadmin_pages:add", args=["publicity", model, parent.pk])
    page = client.get(address)
    form = page.context["form"]
    data = {"title": "只有标题"}
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    data |= {
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    response = client.post(address, data)

    assert response.status_code in {200, 302}
    if response.status_code == 302:
        saved = Page.objects.get(title="只有标题")
        assert (
            client.get(reverse("wagtailadmin_pages:edit", args=[saved.pk])).status_code
            == 200
        )
