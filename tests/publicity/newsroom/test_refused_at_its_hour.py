"""What was refused when it was due says so to those whom it concerns."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.review.ledger import Severity, Wording
from portal.review.waiting import refused_at_its_hour
from portal.users.roles import Role, sync_roles
from tests.portal.review.make import approve, fresh, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


@pytest.fixture
def editor():
    return make_user(role=Role.WEB_EDITOR)


def refuse_at_its_hour(page, editor):
    """Let `page` be approved for tomorrow, and a word in it be banned meanwhile."""
    page.go_live_at = timezone.now() + timedelta(days=1)
    submit(page, by=editor)
    approve(page)
    Wording.objects.create(
        pattern="全国卫生县城", advice="应为国家卫生县城", severity=Severity.REFUSE
    )
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        call_command("publish_scheduled")
    return fresh(page)


def make_draft(**fields):
    return make_news(
        title="争创全国卫生县城", live=False, first_published_at=None, **fields
    )


def desk_of(client, user):
    client.force_login(user)
    text = client.get(reverse("wagtailadmin_home")).text
    return text.partition('id="refused_at_its_hour-panel"')[2].partition("</section>")[
        0
    ]


def test_the_submitter_the_owner_and_the_chief_are_told_why(client, editor):
    owner = make_user(role=Role.WEB_EDITOR)
    page = refuse_at_its_hour(make_draft(owner=owner), editor)
    assert not page.live

    for user in (editor, owner, make_user(role=Role.CHIEF_EDITOR)):
        said = desk_of(client, user)
        assert "争创全国卫生县城" in said
        assert "应为国家卫生县城" in said
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in said


def test_nobody_else_is_told(client, editor):
    refuse_at_its_hour(make_draft(), editor)

    said = desk_of(client, make_user(role=Role.WEB_EDITOR))

    assert "争创全国卫生县城" not in said
    assert "都按时发了" in said


def test_a_correction_of_what_is_live_is_told_as_well(client, editor):
    page = release(make_draft())
    page.title = "争创全国卫生县城（更正）"
    page.correction_note = "改了题目。"

    page = refuse_at_its_hour(page, editor)

    assert page.live
    assert "（更正）" in desk_of(client, editor)


def test_it_is_told_until_the_item_is_submitted_again(client, editor):
    page = refuse_at_its_hour(make_draft(), editor)
    assert refused_at_its_hour(editor).exists()
    draft = page.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "争创国家卫生县城", None

    draft.save_revision(user=editor)
    assert refused_at_its_hour(editor).exists()
    submit(draft, by=editor)

    assert not refused_at_its_hour(editor).exists()
    approve(draft)
    assert fresh(draft).live
    assert not refused_at_its_hour(editor).exists()
