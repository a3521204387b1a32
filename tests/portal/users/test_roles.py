import pytest
from django.contrib.auth.models import Group, Permission

from portal.users.roles import Role, sync_roles
from publicity.models import NewsPage
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode, make_news

pytestmark = pytest.mark.django_db

WRITERS = {Role.WEB_EDITOR: "news", Role.TV_EDITOR: "episodes"}


@pytest.mark.parametrize("role", Role)
def test_every_role_is_a_group_that_may_enter_the_cms(client, role):
    client.force_login(make_user(role=role))

    assert client.get("/cms/").status_code == 200


def test_a_stranger_may_not_enter_the_cms(client):
    client.force_login(make_user())

    assert client.get("/cms/").status_code == 302


@pytest.mark.parametrize("role", WRITERS)
def test_gw_38_an_editor_may_write_but_not_publish(role):
    make_columns()
    item = make_news() if role == Role.WEB_EDITOR else make_episode()

    rights = item.permissions_for_user(make_user(role=role))

    assert rights.can_edit()
    assert not rights.can_publish()


@pytest.mark.parametrize("role", Role)
def test_gw_38_nobody_publishes_an_item_alone(role):
    rights = make_news().permissions_for_user(make_user(role=role))

    assert not rights.can_publish()
    assert rights.can_unpublish() == (
        role in {Role.REVIEWER, Role.CHIEF_EDITOR, Role.ADMINISTRATOR}
    )


def test_the_tv_editor_leaves_the_news_alone():
    assert (
        not make_news().permissions_for_user(make_user(role=Role.TV_EDITOR)).can_edit()
    )


@pytest.mark.parametrize("role", [Role.DESK, Role.INSPECTOR])
def test_the_desk_and_the_inspector_leave_pages_alone(role):
    assert not make_news().permissions_for_user(make_user(role=role)).can_edit()


def test_only_the_administrator_manages_users(client):
    for role in Role:
        client.force_login(make_user(role=role))

        status = client.get("/cms/users/").status_code

        assert (status == 200) == (role == Role.ADMINISTRATOR), role


def test_what_was_given_by_hand_is_taken_back():
    group = Group.objects.get(name=Role.WEB_EDITOR.value)
    group.permissions.add(Permission.objects.get(codename="delete_user"))

    sync_roles()

    assert not group.permissions.filter(codename="delete_user").exists()


def test_wagtails_own_groups_have_become_ours():
    assert set(Group.objects.values_list("name", flat=True)) == {r.value for r in Role}


def test_an_editor_sends_to_review_and_a_reviewer_gets_it():
    make_columns()
    news = make_news(live=False)
    news.save_revision()
    news.get_workflow().start(news, make_user(role=Role.WEB_EDITOR))

    page = NewsPage.objects.get(pk=news.pk)

    assert page.current_workflow_task.user_can_access_editor(
        page, make_user(role=Role.REVIEWER)
    )


@pytest.mark.parametrize("library", ["images", "documents", "media"])
@pytest.mark.parametrize("role", WRITERS)
def test_editors_use_the_libraries(client, role, library):
    make_columns()
    client.force_login(make_user(role=role))

    assert client.get(f"/cms/{library}/", follow=True).status_code == 200
