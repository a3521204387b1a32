"""Whoever reviews may look without becoming an author; who has become one is told."""

import pytest
from django.urls import reverse

from portal.review.gate import NotReleased, authors_of
from portal.review.levels import Level
from portal.users.roles import Role
from tests.portal.review.make import act, approve, approve_up_to, fresh, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db
ROLES = {
    Level.FIRST: Role.REVIEWER,
    Level.SECOND: Role.REVIEWER,
    Level.FINAL: Role.CHIEF_EDITOR,
}
WARNING = "三审就从初审重新开始"
SAVES_ITSELF = "data-w-autosave-interval-value"


@pytest.fixture
def draft():
    make_columns()
    return make_news(live=False, first_published_at=None, last_published_at=None)


def address_of(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page, **changed):
    """Return what the CMS's form sends for the latest version of `page`."""
    page = page.get_latest_revision_as_object()
    empty = [
        f"{name}-{count}_FORMS"
        for name in ("unit_mentions", "standard_evidence", "comments")
        for count in ("TOTAL", "INITIAL")
    ]
    [text] = page.body
    return {
        "title": page.title,
        "summary": page.summary,
        "source": page.source,
        "slug": page.slug,
        "kind": page.kind,
        **dict.fromkeys(empty, "0"),
        "body-count": "1",
        "body-0-type": "text",
        "body-0-value": '{"blocks": [{"key": "a", "text": "河清了。", "type": "unstyled"}], "entityMap": {}}',
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": text.id,
        **changed,
    }


def save(client, page, user, **changed):
    client.force_login(user)
    response = client.post(address_of(page), form_of(fresh(page), **changed))
    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize("level", Level)
def test_gw_38_what_is_under_review_does_not_save_itself(draft, client, level):
    submit(draft)
    approve_up_to(draft, level)
    client.force_login(make_user(role=ROLES[level]))
    before = fresh(draft).latest_revision

    page = client.get(address_of(draft)).text
    saving = client.post(
        address_of(draft),
        form_of(fresh(draft), title="碰了一下键盘"),
        headers={"accept": "application/json"},
    )

    assert SAVES_ITSELF not in page
    assert saving.status_code == 400
    assert "请退回修改" in saving.json()["error_message"]
    assert fresh(draft).latest_revision == before
    assert fresh(draft).current_workflow_task.level == level


def test_a_draft_that_nobody_reviews_yet_saves_itself(draft, client):
    draft.save_revision()
    client.force_login(make_user(role=Role.WEB_EDITOR))

    page = client.get(address_of(draft)).text
    saving = client.post(
        address_of(draft),
        form_of(fresh(draft), title="接着写"),
        headers={"accept": "application/json"},
    )

    assert SAVES_ITSELF in page
    assert saving.json()["success"]
    assert WARNING not in page


def test_the_reviewer_is_told_beforehand_what_saving_means(draft, client):
    editor = make_user(role=Role.WEB_EDITOR)
    submit(draft, by=editor)

    client.force_login(make_user(role=Role.REVIEWER))
    assert WARNING in client.get(address_of(draft)).text

    client.force_login(editor)  # for him it is locked
    assert WARNING not in client.get(address_of(draft)).text


def test_gw_38_the_only_chief_may_go_on_once_his_change_is_taken_back(draft, client):
    editor, chief = make_user(role=Role.WEB_EDITOR), make_user(role=Role.CHIEF_EDITOR)
    draft.save_revision()
    save(client, draft, editor)
    title = fresh(draft).get_latest_revision_as_object().title
    submit(fresh(draft).get_latest_revision_as_object(), by=editor)
    approve(draft, Level.FIRST, Level.SECOND)
    save(client, draft, chief, title="总编辑碰了一下键盘")
    assert chief.pk in authors_of(fresh(draft))
    act(draft, make_user(role=Role.REVIEWER), "reject", comment="请恢复原题。")

    save(client, draft, editor, title=title)
    fresh(draft).current_workflow_state.resume(editor)
    approve(draft, Level.FIRST, Level.SECOND)
    act(draft, chief)

    assert fresh(draft).live
    assert fresh(draft).title == title


def test_gw_38_a_change_that_others_build_on_makes_an_author_for_good(draft, client):
    editor, chief = make_user(role=Role.WEB_EDITOR), make_user(role=Role.CHIEF_EDITOR)
    submit(draft, by=editor)
    approve(draft, Level.FIRST, Level.SECOND)
    save(client, draft, chief, title="总编辑改的题目")
    act(draft, make_user(role=Role.REVIEWER), "reject", comment="再看一遍。")
    save(client, draft, editor, summary="编辑又改了摘要")
    fresh(draft).current_workflow_state.resume(editor)
    approve(draft, Level.FIRST, Level.SECOND)

    with pytest.raises(NotReleased, match="恢复您改动以前的版本"):
        act(draft, chief)


def test_gw_38_who_puts_a_text_back_does_not_review_it(draft, client):
    editor, chief = make_user(role=Role.WEB_EDITOR), make_user(role=Role.CHIEF_EDITOR)
    draft.save_revision()
    save(client, draft, editor)
    save(client, draft, chief)

    assert authors_of(fresh(draft)) == {editor.pk, chief.pk}
