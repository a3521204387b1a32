"""Done-means 2: what the checks refuse, no door lets through."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from portal.review.gate import NotReleased, digest_of
from portal.review.ledger import Approval, Severity, Wording
from portal.review.levels import Level
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from publicity.models import NewsIndexPage, NewsPage
from tests.portal.review.make import act, approve, fresh, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import (
    make_columns,
    make_episode,
    make_news,
    make_psa,
)
from tests.publicity.make_media import make_film, make_picture

pytestmark = pytest.mark.django_db

DRAFT: dict[str, Any] = {
    "live": False,
    "first_published_at": None,
    "last_published_at": None,
}


def draft_news(**fields):
    return make_news(**DRAFT, **fields)


def picture_with(alt):
    return [("picture", {"image": make_picture(), "alt": alt, "caption": ""})]


def film_in_text():
    film = make_film(captions=False)
    return [("video", {"video": film, "caption": "", "transcript": ""})]


def wording():
    Wording.objects.create(
        pattern="全国卫生县城", advice="应为国家卫生县城", severity=Severity.REFUSE
    )
    return draft_news(title="争创全国卫生县城")


def empty_column():
    make_columns()
    column = NewsIndexPage.objects.get()
    Page.objects.filter(pk=column.pk).update(live=False)
    column.refresh_from_db()
    return column


BAD = {
    "gw_39_identity": lambda: draft_news(text="身份证11010519491231002X"),
    "gw_39_mobile": lambda: draft_news(summary="电话138 0013 8000"),
    "gw_39_card": lambda: draft_news(text="卡号6222021234567890128"),
    "gw_39_table": lambda: draft_news(
        body=[
            (
                "table",
                {
                    "caption": "名单",
                    "table": {
                        "columns": [{"type": "text", "heading": "电话"}],
                        "rows": [{"values": ["１３８００１３８０００"]}],
                    },
                },
            )
        ]
    ),
    "gw_40_wording": wording,
    "ac_22_no_alt": lambda: draft_news(body=picture_with("")),
    "ac_22_file_name": lambda: draft_news(body=picture_with("IMG_0012.jpg")),
    "gw_33_no_source": lambda: draft_news(source=" "),
    "tv_07_film": lambda: draft_news(body=film_in_text()),
    "tv_07_episode": lambda: make_episode(**DRAFT, video=make_film(captions=False)),
    "tv_07_psa": lambda: make_psa(**DRAFT, video=make_film(captions=False)),
    "gw_32_empty_column": empty_column,
}


def approve_past_the_task(page):
    """Approve as somebody would who writes rows: only the gate is left."""
    revision = page.save_revision(user=make_user(), clean=False)
    page = fresh(page)
    state = page.get_workflow().start(page, make_user())
    for level in Level:
        Approval.objects.create(
            page_id=page.pk,
            revision=revision,
            workflow_state=state,
            level=level,
            by=make_user(),
            digest=digest_of(revision),
        )
    return Revision.objects.get(pk=revision.pk)


def by_workflow(page):
    submit(page)
    approve(page)


def by_revision(page):
    approve_past_the_task(page).publish()


def by_revision_as_superuser(page):
    approve_past_the_task(page).publish(user=make_root())


def by_action(page):
    PublishPageRevisionAction(approve_past_the_task(page)).execute(
        skip_permission_checks=True
    )


def by_schedule(page):
    revision = approve_past_the_task(page)
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    for refused in Event.objects.of(page).filter(verb="release_refused"):
        raise NotReleased(refused.because)


def by_api(page):
    """Post to what Wagtail's own editor asks; there is no API for others."""
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    if client_of_root().post(address).status_code != 200:
        raise NotReleased


def in_bulk(page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client_of_root().post(f"{address}?id={page.pk}&next=/cms/")
    for told in get_messages(response.wsgi_request):
        if told.level == messages.ERROR:
            raise NotReleased(told.message)


def by_saving(page):
    page = fresh(page)
    page.live = True
    page.save()


def client_of_root():
    client = Client()
    client.force_login(make_root())
    return client


def make_root():
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    user.refresh_from_db()
    return user


DOORS = {
    "workflow": by_workflow,
    "revision": by_revision,
    "superuser": by_revision_as_superuser,
    "action": by_action,
    "schedule": by_schedule,
}
# Shut to every item that is reviewed, whatever it says; a column may come by them.
SIDE_DOORS = {"api": by_api, "bulk": in_bulk, "save": by_saving}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", BAD)
def test_no_door_lets_through_what_a_check_refuses(name, door):
    page = BAD[name]()

    with pytest.raises(NotReleased):
        DOORS[door](page)

    assert not fresh(page).live


@pytest.mark.parametrize("door", DOORS)
def test_each_door_lets_through_what_is_clean_and_reviewed(door):
    make_columns()
    page = draft_news()

    DOORS[door](page)

    assert fresh(page).live


@pytest.mark.parametrize("door", SIDE_DOORS)
def test_gw_38_a_side_door_is_shut_even_to_what_is_clean_and_reviewed(door):
    make_columns()
    page = draft_news()
    approve_past_the_task(page)

    with suppress(NotReleased):  # in bulk it is passed over without a word
        SIDE_DOORS[door](page)

    assert not fresh(page).live


@pytest.mark.parametrize("door", SIDE_DOORS)
def test_gw_32_a_column_comes_by_a_side_door_only_with_an_item_in_it(door):
    column = empty_column()
    with pytest.raises(NotReleased):
        SIDE_DOORS[door](column)
    assert not fresh(column).live
    release(draft_news())

    SIDE_DOORS[door](column)

    assert fresh(column).live


@pytest.mark.parametrize("door", ["revision", "superuser", "action", "save"])
def test_gw_38_no_door_lets_through_what_nobody_reviewed(door):
    make_columns()
    page = draft_news()
    revision = page.save_revision(user=make_user(), clean=False)

    page.live = True
    doors = {
        "save": page.save,
        "action": partial(
            PublishPageRevisionAction(revision).execute, skip_permission_checks=True
        ),
        "revision": revision.publish,
        "superuser": partial(revision.publish, user=make_root()),
    }

    with pytest.raises(NotReleased):
        doors[door]()

    assert not fresh(page).live


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


def test_a_copy_of_a_live_item_is_a_draft_that_nobody_approved(client):
    make_columns()
    page = release(draft_news())

    copies = [
        page.copy(update_attrs={"slug": "one"}, keep_live=True),
        CopyPageAction(page, update_attrs={"slug": "two"}, keep_live=True).execute(),
    ]

    for copy in map(fresh, copies):
        assert not copy.live
        assert copy.first_published_at is None
        with pytest.raises(NotReleased):
            copy.get_latest_revision().publish()


def test_an_item_has_one_address_and_no_alias():
    make_columns()
    page = release(draft_news())

    with pytest.raises(NotReleased):
        CreatePageAliasAction(page, update_slug="alias").execute()


def test_one_refused_page_stops_no_other():
    make_columns()
    bad, good = draft_news(text="电话13800138000"), draft_news(title="好稿")
    for page in (bad, good):
        page.go_live_at = timezone.now() + timedelta(hours=1)
    submit(good)
    approve(good)
    assert not fresh(good).live
    revision = approve_past_the_task(bad)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        call_command("publish_scheduled")

    assert fresh(good).live
    assert not fresh(bad).live


def test_gw_38_a_time_can_only_be_set_for_what_was_reviewed():
    make_columns()
    page = draft_news()
    page.go_live_at = timezone.now() + timedelta(hours=1)

    with pytest.raises(NotReleased):
        page.save_revision(user=make_user()).publish()


def test_gw_39_the_final_reviewer_may_override_with_a_reason():
    make_columns()
    page = draft_news(text="公示：值班手机13800138000")
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)
    chief = make_user(role=Role.CHIEF_EDITOR)
    task = fresh(page).current_workflow_task
    assert [name for name, *_ in task.get_actions(fresh(page), chief)] == [
        "reject",
        "override",
    ]
    state = fresh(page).current_workflow_task_state

    with pytest.raises(NotReleased, match="理由"):
        task.on_action(state, chief, "override", comment="  ")
    task.on_action(state, chief, "override", comment="公布的值班手机。")

    assert fresh(page).live
    event = Event.objects.of(page).get(verb="overridden")
    assert (event.actor, event.because) == (chief, "公布的值班手机。")


@pytest.mark.parametrize("name", ["ac_22_no_alt", "tv_07_film", "gw_33_no_source"])
def test_what_is_simply_missing_cannot_be_overridden(name):
    page = BAD[name]()
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)

    with pytest.raises(NotReleased):
        act(page, make_user(role=Role.CHIEF_EDITOR), "override", comment="急")


def test_gw_40_a_reminder_stops_nothing():
    Wording.objects.create(pattern="打造", advice="少用", severity=Severity.WARN)
    make_columns()

    assert release(draft_news(title="打造样板街")).live


def test_gw_32_a_column_with_an_item_is_published(client):
    column = empty_column()
    release(draft_news())

    column.save_revision().publish()

    assert fresh(column).live


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.REVIEWER, False), (Role.CHIEF_EDITOR, True), (Role.WEB_EDITOR, False)],
)
def test_a_column_is_the_chief_editors(role, may):
    make_columns()
    rights = NewsIndexPage.objects.get().permissions_for_user(make_user(role=role))

    assert rights.can_publish() == may


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
