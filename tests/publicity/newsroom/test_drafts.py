"""A draft may lack what a published item must have."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from portal.users.roles import Role, sync_roles
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode, make_news, make_psa
from tests.publicity.make_media import make_film

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


def with_film_in_text(film):
    return {
        "body-count": "1",
        "body-0-type": "video",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value-video": film.pk,
        "body-0-value-caption": "",
        "body-0-value-transcript": "",
    }


@pytest.mark.parametrize("saves_itself", [True, False])
@pytest.mark.parametrize("make", [make_news, make_episode, make_psa])
def test_tv_07_a_draft_is_saved_before_its_film_has_words(client, make, saves_itself):
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    page = make(live=False, first_published_at=None, last_published_at=None)
    page.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    film = make_film(captions=False)
    data = {
        "title": "片子先放上",
        "slug": page.slug,
        "summary": "摘要",
        "source": "来源",
        **{
            name: str(getattr(page, name))
            for name in (
                *("kind", "number", "air_date", "programme", "slogan", "theme"),
                *("producer", "valid_from", "language"),
            )
            if hasattr(page, name)
        },
        "duration": "0",
        **{
            f"{name}-{count}_FORMS": "0"
            for name in ("unit_mentions", "standard_evidence", "comments", "chapters")
            for count in ("TOTAL", "INITIAL")
        },
        **(with_film_in_text(film) if make is make_news else {"video": film.pk}),
    }
    headers = {"accept": "application/json"} if saves_itself else {}

    response = client.post(address, data, headers=headers)

    assert response.status_code == (200 if saves_itself else 302), response.content
    assert not saves_itself or json.loads(response.content)["success"]
    saved = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert saved.title == "片子先放上"
    # What it lacks is said beside the text, long before somebody reviews it.
    assert "视频没有字幕，也没有文字稿" in client.get(address).text
