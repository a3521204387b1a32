"""Pools in the CMS: filled by codes, by ticks, by a sieve."""

import pytest
from django.urls import reverse

from portal.users.roles import Role
from quizzes.bank.models import Pool, Question
from quizzes.bank.workflow import Topic
from tests.portal.users.make import make_user
from tests.quizzes.bank.make import make_editor
from tests.quizzes.make import make_pool, make_question

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"bank_desk:{name}", args=args)


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def test_a_pool_is_filled_by_codes_by_ticks_and_by_the_sieve(client, editor):
    for code in ("A1", "A2", "A3"):
        make_question(code=code)
    make_question(code="H1", topic=Topic.HEALTH)
    client.post(address("add_pool"), {"name": "初赛题组", "note": "", "slug": ""})
    pool = Pool.objects.get()
    fill = address("fill_pool", pool.pk)

    client.post(fill, {"verb": "codes", "codes": "A1，A2 X9"})
    assert {each.code for each in pool.questions.all()} == {"A1", "A2"}

    client.post(fill, {"verb": "all", "topic": "health"})
    assert pool.questions.count() == 3

    a1 = Question.objects.get(code="A1")
    client.post(fill, {"verb": "take_out", "question": [a1.pk]})
    client.post(fill, {"verb": "put_in", "question": [a1.pk, "9" * 30]})
    assert pool.questions.count() == 3
    assert pool.slug is None

    adding = client.get(address("pool", pool.pk), {"add": "1"})
    assert [each.code for each in adding.context["page_of_items"]] == ["A3"]


def test_who_only_looks_fills_no_pool(client):
    pool = make_pool()
    client.force_login(make_user(role=Role.TV_EDITOR))

    assert client.get(address("pool", pool.pk)).status_code == 200
    assert client.post(address("fill_pool", pool.pk), {}).status_code == 403
