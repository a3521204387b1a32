"""What the reports of the CMS tell, and to whom."""

import pytest
from django.contrib.auth.models import Group
from wagtail.log_actions import log

from portal.users.roles import Role, sync_roles
from publicity.models import NewsPage
from tests.portal.review.make import submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


def test_a_review_is_shown_with_how_far_it_has_come(client):
    submit(make_news(title="清理河道", live=False))
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    said = client.get("/cms/reports/workflow/").text

    assert "清理河道" in said
    assert "初审" in said


def test_a_reviewer_finds_what_waits_for_him(client):
    submit(make_news(title="清理河道", live=False))
    reviewer, desk = make_user(role=Role.REVIEWER), make_user(role=Role.DESK)
    waiting = "/cms/reports/workflow/results/?reviewable=true"

    client.force_login(reviewer)
    assert "清理河道" in client.get(waiting).text
    client.force_login(desk)
    assert "清理河道" not in client.get(waiting, follow=True).text


def test_history_leads_to_what_is_there_and_names_what_is_gone(client):
    user = make_user(role=Role.ADMINISTRATOR)
    kept, gone = (
        Group.objects.create(name="留下的"),
        Group.objects.create(name="删掉的"),
    )
    for group in (kept, gone):
        log(group, "wagtail.create", user=user)
    log(gone, "wagtail.delete", user=user, deleted=True)
    gone_pk = gone.pk
    gone.delete()
    page = make_news(title="我的稿")
    page.save_revision(user=user, log_action=True)
    client.force_login(user)

    said = client.get("/cms/reports/site-history/").text

    assert "我的稿" in said
    assert f"/cms/pages/{page.pk}/edit/" in said
    assert "删掉的" in said
    assert f"groups/edit/{gone_pk}/" not in said


def test_an_editor_does_not_read_the_history_of_pages_of_others(client):
    user = make_user(role=Role.ADMINISTRATOR)
    hidden = NewsPage.objects.get(pk=make_news(title="我的稿").pk).get_parent()
    log(hidden.get_parent(), "wagtail.edit", user=user, title="首页的事")
    client.force_login(make_user(role=Role.DESK))

    assert "首页的事" not in client.get("/cms/reports/site-history/", follow=True).text


@pytest.mark.parametrize("report", ["workflow_tasks", "page-types-usage"])
def test_reports_that_say_nothing_new_are_left_out(client, report):
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    assert client.get(f"/cms/reports/{report}/").status_code == 404
    assert f"/cms/reports/{report}/" not in client.get("/cms/").text
