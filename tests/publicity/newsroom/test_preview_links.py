"""What was taken down is not read on by a link that was handed out before (E3)."""

import pytest
from django.urls import reverse

from portal.review.ledger import TakeDownReason
from portal.review.services import take_down
from portal.users.roles import Role, sync_roles
from publicity.models import PreviewLink
from tests.portal.review.make import fresh, release
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db
LEAK = "有人的手机号在这里"


@pytest.fixture
def page():
    make_columns()
    sync_roles()
    return release(
        make_news(
            text=LEAK, live=False, first_published_at=None, last_published_at=None
        )
    )


def hand_out(client, page):
    """Make a link as an editor does; return its address."""
    client.force_login(make_user(role=Role.WEB_EDITOR))
    client.post(reverse("newsroom:preview_links", args=[page.pk]), {"hours": 168})
    client.logout()
    link = PreviewLink.objects.latest("pk")
    return reverse("publicity:preview", args=[link.token])


@pytest.mark.parametrize("reason", [TakeDownReason.PRIVACY, TakeDownReason.MISTAKE])
def test_e3_a_link_ends_with_the_page(client, page, reason):
    address = hand_out(client, page)
    assert LEAK in client.get(address).text

    take_down(page, by=make_user(), because=reason)

    gone = client.get(address)
    assert gone.status_code == 404
    assert LEAK not in gone.text


def test_e3_a_link_ends_with_the_page_by_the_editors_door_as_well(client, page):
    address = hand_out(client, page)
    client.force_login(make_user(role=Role.CHIEF_EDITOR))

    client.post(
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        {"take_down_reason": "privacy"},
    )

    assert not fresh(page).live
    assert client.get(address).status_code == 404


def test_the_editor_sees_that_the_link_has_ended_and_may_make_a_new_one(client, page):
    old = hand_out(client, page)
    take_down(page, by=make_user(), because=TakeDownReason.PRIVACY)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "遮好了再审"
    draft.save_revision()

    new = hand_out(client, page)

    assert "遮好了再审" in client.get(new).text
    assert client.get(old).status_code == 404
    client.force_login(make_user(role=Role.WEB_EDITOR))
    links = client.get(reverse("newsroom:preview_links", args=[page.pk])).text
    assert links.count("<svg") - links.count('<svg class="icon') >= 1
    assert links.count("稿件已下线，链接随之失效") == 1


def test_the_links_of_other_pages_stay(client, page):
    other = make_news(title="另一篇")
    other.save_revision()
    address = hand_out(client, other)

    take_down(page, by=make_user(), because=TakeDownReason.PRIVACY)

    assert client.get(address).status_code == 200
