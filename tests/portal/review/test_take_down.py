"""What was taken down leaves everything at once, and a stub at its address."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.review.ledger import TakeDown, TakeDownReason
from portal.review.levels import Level
from portal.review.services import take_down
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from tests.portal.review.make import approve, approve_up_to, fresh, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db
TITLE = "麒麟桥通车了"


@pytest.fixture
def page():
    make_columns()
    return release(
        make_news(
            title=TITLE, live=False, first_published_at=None, last_published_at=None
        )
    )


def correct(page, **fields):
    """Send a new version of `page` to review, as its editor would."""
    for name, value in {
        "title": "改过的题目",
        "correction_note": "遮住手机号",
        **fields,
    }.items():
        setattr(page, name, value)
    submit(page)


def test_it_is_gone_everywhere_at_once(page, client):
    take_down(page, by=make_user(), because=TakeDownReason.MISTAKE)

    for address in ("/", "/news/", "/feeds/news.xml", "/feeds/all.xml", "/sitemap/"):
        assert TITLE not in client.get(address).text, address
    assert page.url not in client.get("/search/?q=麒麟桥").text
    maps = client.get("/sitemap.xml").text
    assert page.url not in maps
    assert page.url not in client.get("/sitemap-pages-1.xml").text


@pytest.mark.parametrize("reason", TakeDownReason)
def test_a_stub_says_when_and_why(page, client, reason):
    take_down(page, by=make_user(), because=reason, note="请看新稿。")

    response = client.get(page.url)

    assert response.status_code == 410
    assert str(reason.label) in response.text
    assert "请看新稿。" in response.text
    is_hidden = reason in {TakeDownReason.PRIVACY, TakeDownReason.LAW}
    assert (TITLE not in response.text) == is_hidden
    assert "河道" not in response.text
    assert "noindex" in response.text


def test_e3_who_took_it_down_is_on_record(page):
    chief = make_user()

    take_down(page, by=chief, because=TakeDownReason.RIGHTS)

    event = Event.objects.of(page).get(verb="unpublished")
    assert (event.actor, event.because) == (chief, "涉及著作权")


def test_what_has_expired_says_so(page, client):
    Page.objects.filter(pk=page.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )

    call_command("publish_scheduled")

    response = client.get(page.url)
    assert response.status_code == 410
    assert "已到期下线" in response.text


def test_a_draft_has_no_stub(client, page):
    draft = make_news(live=False)

    assert client.get(draft.url).status_code == 404
    assert client.get(f"{page.url}nothing/").status_code == 404


def test_an_item_put_back_is_there_again(page, client):
    take_down(page, by=None, because=TakeDownReason.MISTAKE)
    page = release(fresh(page))

    assert client.get(page.url).status_code == 200
    assert TITLE in client.get("/news/").text


def test_the_editor_is_asked_for_a_reason(page, client):
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert 'name="take_down_reason"' in client.get(address).text

    refused = client.post(address, follow=True)
    assert "请选择下线原因" in refused.text
    assert fresh(page).live

    client.post(address, {"take_down_reason": "privacy", "take_down_note": "有手机号"})
    assert not fresh(page).live
    take = TakeDown.objects.get()
    assert (take.reason, take.note) == ("privacy", "有手机号")


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("role", [Role.CHIEF_EDITOR, Role.ADMINISTRATOR, None])
def test_e3_it_is_taken_down_while_its_correction_is_in_review(
    page, client, level, role
):
    correct(page)
    approve_up_to(page, level)
    user = make_user(role=role)
    User.objects.filter(pk=user.pk).update(is_superuser=role is None)
    client.force_login(user)
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert address in client.get(editor).text

    client.post(address, {"take_down_reason": "privacy"})

    assert not fresh(page).live
    assert client.get(page.url).status_code == 410


def test_e3_it_is_taken_down_while_its_correction_waits_for_its_hour(page, client):
    correct(page, go_live_at=timezone.now() + timedelta(days=1))
    approve(page)
    assert fresh(page).scheduled_revision
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

    client.post(address, {"take_down_reason": "privacy"})

    assert not fresh(page).live


def test_e3_who_may_take_nothing_down_does_not_while_it_is_in_review(page, client):
    correct(page)
    client.force_login(make_user(role=Role.WEB_EDITOR))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

    client.post(address, {"take_down_reason": "privacy"})

    assert fresh(page).live


@pytest.mark.parametrize("action", ["unpublish", "publish"])
def test_nothing_goes_in_bulk(page, client, action):
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    client.post(f"{address}?id={page.pk}&next=/cms/")

    assert fresh(page).live


@pytest.mark.parametrize("role", [Role.CHIEF_EDITOR, Role.ADMINISTRATOR])
def test_what_was_public_is_not_deleted(page, role):
    rights = page.permissions_for_user(make_user(role=role))

    assert not rights.can_delete()
