"""What the editor of Wagtail offers and refuses to those who write and review."""

import pytest
from django.urls import reverse

from portal.review.ledger import Approval
from portal.review.levels import Level
from portal.users.roles import Role
from publicity.models import NewsIndexPage, NewsPage
from tests.portal.review.make import (
    approve,
    draft_news,
    fresh,
    make_root,
    submit,
)
from tests.portal.users.make import make_user
from tests.publicity.make import (
    make_columns,
)

pytestmark = pytest.mark.django_db


def form_of(page):
    return {
        "title": page.title,
        "summary": page.summary,
        "source": page.source,
        "slug": page.slug,
        "kind": "daily",
        "body-count": "0",
        "unit_mentions-TOTAL_FORMS": "0",
        "unit_mentions-INITIAL_FORMS": "0",
        "standard_evidence-TOTAL_FORMS": "0",
        "standard_evidence-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }


def with_text(data):
    return {
        **data,
        "body-count": "1",
        "body-0-type": "text",
        "body-0-value": '{"blocks": [{"key": "a", "text": "河清了。", "type": "unstyled"}], "entityMap": {}}',
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
    }


@pytest.mark.parametrize("who", [Role.CHIEF_EDITOR, Role.REVIEWER, None])
def test_gw_38_the_editor_has_no_publish_button_and_posting_it_saves_a_draft(
    client, who
):
    make_columns()
    page = draft_news()
    page.save_revision()
    client.force_login(make_user(role=who) if who else make_root())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert 'name="action-publish"' not in client.get(address).text
    response = client.post(address, with_text(form_of(page)))

    assert response.status_code == 302, response.context["form"].errors
    assert not fresh(page).live


@pytest.mark.parametrize("who", [Role.CHIEF_EDITOR, None])
def test_gw_38_creating_and_publishing_in_one_makes_a_draft(client, who):
    make_columns()
    client.force_login(make_user(role=who) if who else make_root())
    column = NewsIndexPage.objects.get()
    address = reverse(
        "wagtailadmin_pages:add", args=["publicity", "newspage", column.pk]
    )
    page = NewsPage(title="新稿", summary="摘要", source="来源", slug="new")

    assert 'name="action-publish"' not in client.get(address).text
    response = client.post(address, with_text(form_of(page)))

    assert response.status_code == 302, response.context["form"].errors
    assert not NewsPage.objects.get(slug="new").live


def review_in_the_editor(client, page, user, action="approve", *, revision=None):
    client.force_login(user)
    revision = revision or fresh(page).get_latest_revision()
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "loaded_revision_id": revision.pk,
            "loaded_revision_created_at": revision.created_at.isoformat(),
        },
        follow=True,
        headers={"referer": f"http://testserver/cms/pages/{page.pk}/edit/"},
    )


def test_reviewing_in_the_editor_saves_nothing(client):
    make_columns()
    page = draft_news()
    submit(page)
    before = page.revisions.count()

    response = review_in_the_editor(client, page, make_user(role=Role.REVIEWER))

    assert response.status_code == 200
    assert page.revisions.count() == before
    assert fresh(page).current_workflow_task.name == "复审"


def test_nobody_approves_what_is_not_on_the_screen(client):
    make_columns()
    page = draft_news()
    seen = submit(page)
    fresh(page).save_revision(user=make_user(role=Role.WEB_EDITOR))

    response = review_in_the_editor(
        client, page, make_user(role=Role.REVIEWER), revision=seen
    )

    assert "请刷新页面再看一遍" in response.text
    assert not Approval.objects.exists()


@pytest.mark.parametrize("action", ["approve", "override", "reject", "nonsense"])
def test_a_refusal_is_a_sentence_and_no_error(client, action):
    make_columns()
    page = draft_news()
    author = make_user(role=Role.REVIEWER)
    submit(page, by=author)

    response = review_in_the_editor(client, page, author, action)

    assert response.status_code == 200
    assert "不能审核自己的稿件" in response.text


def test_the_editor_and_the_dialog_show_what_was_found(client):
    make_columns()
    page = draft_news(text="电话13800138000")
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    state = fresh(page).current_workflow_task_state

    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    dialog = client.get(
        reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "override", state.pk]
        )
    ).json()["html"]

    for html in (editor, dialog):
        assert "138******00" in html
        assert "13800138000" not in html or html is editor  # the editor has the text
    assert "批准并说明理由" in editor
