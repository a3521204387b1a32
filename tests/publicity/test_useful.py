"""“这篇有用吗”: counted without knowing who."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from publicity.models import UsefulCount
from publicity.services.useful import count_answer
from tests.publicity.make import make_knowledge

pytestmark = pytest.mark.django_db


def address(page):
    return f"/knowledge/useful/{page.pk}/"


def test_the_article_carries_no_cookie_and_leads_to_the_form(client):
    page = make_knowledge()

    article = client.get(page.url)
    form = client.get(address(page))

    assert not article.cookies
    assert "csrfmiddlewaretoken" not in article.text
    assert f'action="{address(page)}"' in article.text
    assert "no-store" in form["Cache-Control"]
    assert form.text.count('name="answer"') == 2


@pytest.mark.parametrize(("answer", "counts"), [("yes", (1, 0)), ("no", (0, 1))])
def test_an_answer_is_counted_by_day_and_nothing_else_is_kept(client, answer, counts):
    page = make_knowledge()

    response = client.post(address(page), {"answer": answer})

    assert "记下了" in response.text
    count = UsefulCount.objects.get()
    assert (count.yes_count, count.no_count) == counts
    assert {field.name for field in UsefulCount._meta.fields} == {
        "id",
        "page",
        "day",
        "yes_count",
        "no_count",
    }


def test_an_answer_without_the_forms_token_is_refused():
    page = make_knowledge()
    client = Client(enforce_csrf_checks=True)

    assert client.post(address(page), {"answer": "yes"}).status_code == 403

    form = client.get(address(page))
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert token is not None
    answered = client.post(
        address(page), {"answer": "yes", "csrfmiddlewaretoken": token[1]}
    )
    assert answered.status_code == 200
    assert UsefulCount.objects.get().yes_count == 1


@pytest.mark.parametrize("answer", ["", "maybe", "\0", "yes " * 1000])
def test_an_answer_that_is_none_is_told_so(client, answer):
    page = make_knowledge()

    response = client.post(address(page), {"answer": answer})

    assert response.status_code == 400
    assert "请选" in response.text
    assert not UsefulCount.objects.exists()


def test_one_network_answers_a_few_times_a_day(client):
    page = make_knowledge()

    codes = [
        client.post(address(page), {"answer": "yes"}).status_code for _again in range(7)
    ]

    assert codes == [200] * 5 + [429] * 2
    assert UsefulCount.objects.get().yes_count == 5


def test_of_two_stale_copies_of_a_count_both_answers_count():
    page = make_knowledge()
    for is_useful in (True, True, False):
        count_answer(page, is_useful=is_useful)

    count = UsefulCount.objects.get()
    assert (count.yes_count, count.no_count) == (2, 1)


@pytest.mark.parametrize(("answers", "is_told"), [(4, False), (5, True)])
def test_the_public_learns_of_five_and_more(client, answers, is_told):
    page = make_knowledge()
    for _again in range(answers):
        count_answer(page, is_useful=True)

    assert (f"{answers}人觉得有用" in client.get(page.url).text) is is_told


def test_what_is_not_public_is_not_asked_about(client):
    draft, private = make_knowledge(live=False), make_knowledge()
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    for pk in (draft.pk, private.pk, 10**30):
        assert client.get(f"/knowledge/useful/{pk}/").status_code == 404
        assert client.post(f"/knowledge/useful/{pk}/").status_code == 404
