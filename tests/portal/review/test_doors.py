"""Done-means 2: what the checks refuse, no door lets through."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

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
from portal.users.roles import Role
from publicity.models import NewsIndexPage
from tests.portal.review.make import (
    DRAFT,
    act,
    approve,
    draft_news,
    fresh,
    make_root,
    release,
    submit,
)
from tests.portal.users.make import make_user
from tests.publicity.make import (
    make_columns,
    make_episode,
    make_psa,
)
from tests.publicity.make_media import make_film, make_picture

pytestmark = pytest.mark.django_db


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
