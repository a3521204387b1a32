"""Fewer questions, the same rights: what each role finds in the lists of pages."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import Group, Permission

from portal.users.roles import Role, sync_roles
from publicity.models import EpisodeIndexPage, NewsIndexPage
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


@pytest.fixture
def editor(client):
    user = make_user(role=Role.WEB_EDITOR)
    client.force_login(user)
    return user


def test_an_editor_finds_the_columns_that_are_his(client, editor):
    his, others = NewsIndexPage.objects.get(), EpisodeIndexPage.objects.get()

    text = client.get(f"/cms/pages/{his.get_parent().pk}/").text

    assert f'id="page_{his.pk}_title"' in text
    assert f'id="page_{others.pk}_title"' not in text


def test_a_column_of_others_is_no_place_to_look_for_pages(client, editor):
    make_episode(title="今晚讲河道")
    column = EpisodeIndexPage.objects.get()

    listed = client.get(f"/cms/pages/{column.pk}/").text
    searched = client.get("/cms/pages/search/?q=河道").text

    assert "今晚讲河道" not in listed
    assert "今晚讲河道" not in searched


def test_the_search_counts_and_shows_what_an_editor_may_open(client, editor):
    make_news(title="河道清理完成")
    make_episode(title="今晚讲河道")

    text = client.get("/cms/pages/search/?q=河道").text

    assert "河道清理完成" in text
    assert "找到1个页面" in text


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(client, editor):
    assert client.get("/cms/").status_code == 200

    editor.groups.clear()

    assert client.get("/cms/").status_code == 302


def test_rights_come_from_groups_and_from_hand(editor):
    by_hand = Permission.objects.get(codename="change_unit")
    editor.user_permissions.add(by_hand)
    group = Group.objects.create(name="另一组")
    group.permissions.add(Permission.objects.get(codename="change_area"))
    editor.groups.add(group)
    fresh = type(editor).objects.get(pk=editor.pk)

    assert fresh.has_perms(
        ["directory.change_unit", "directory.change_area", "wagtailadmin.access_admin"]
    )
    assert not fresh.has_perm("directory.delete_unit")


def test_a_session_of_the_backend_before_holds(client, editor):
    session = client.session
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()

    assert client.get("/cms/").status_code == 200
