"""Every byte that is sent before an answer, searched for what only the key may hold (Q1)."""

import base64
import re
import zlib

import pytest
from bs4 import BeautifulSoup

from quizzes.bank.models import Pool
from quizzes.bank.workflow import Kind
from tests.publicity.make import make_columns
from tests.quizzes.make import make_pool, make_question
from tests.quizzes.planted import plant
from tests.quizzes.practice.play import form_of, part_of, post, wording
from tests.quizzes.practice.test_asking import KEY, MARKED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def make_marked(planted=None):
    questions = [
        make_question(
            kind=kind,
            content=MARKED[kind],
            explanation=f"{KEY}解析",
            **(planted or {}),
        )
        for kind in Kind
    ]
    pool = make_pool(questions=questions)
    Pool.objects.filter(pk=pool.pk).update(slug="marked")
    return questions


def sent(response) -> str:
    """Return all that a response holds, and what its tokens hold once unpacked."""
    text: str = str(response.headers) + response.text
    return text + "".join(map(unpacked, re.findall(r'value="([^"]{60,})"', text)))


def unpacked(token: str) -> str:
    body = token.rsplit(":", 2)[0]
    packed = body.lstrip(".")
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return (zlib.decompress(raw) if body.startswith(".") else raw).decode()


def test_q1_nothing_of_a_key_is_sent_before_the_answer(client, monkeypatch):
    questions = make_marked(plant(KEY, monkeypatch))
    make_columns()
    numbers = ",".join(str(question.pk) for question in questions)
    before = [
        client.get(address)
        for address in (
            "/",
            "/quizzes/",
            "/quizzes/daily/",
            "/quizzes/topics/campaign/",
            "/quizzes/sets/marked/",
            "/quizzes/mistakes/",
            f"/quizzes/mistakes/paper/?q={numbers}",
            "/sitemap/",
        )
    ]
    page = before[6]
    for _question in questions:
        before.append(page)
        before.append(post(client, page))  # nothing given: asked again
        before.append(client.post("/quizzes/paper/", {**form_of(page), "act": "next"}))
        told = post(client, page, act="give_up")
        for words in ("解析", "第七条", "清出来了"):  # they are where they may be
            assert f"{KEY}{words}" in told.text
        page = post(client, told)

    assert len(before) == 8 + 3 * len(Kind)
    assert sum(sent(response).count(KEY) for response in before) == 0


def test_q1_the_order_of_the_fields_says_nothing(client):
    """The right option of a choice stands in each place in turn."""
    question = make_question(kind=Kind.SINGLE)
    address = f"/quizzes/mistakes/paper/?q={question.pk}"
    right = wording(question).parts.right[0].id
    places = set()

    for _n in range(40):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        ids = [field["value"] for field in soup.select("input[name=chosen]")]
        places.add(ids.index(right))

    assert places == {0, 1, 2, 3}


def test_q1_one_who_knows_only_the_token_learns_nothing_of_what_comes(client):
    make_marked()
    page = client.get("/quizzes/sets/marked/")
    told = post(client, page, act="give_up")

    # After one answer the paper holds that answer, and of the others still nothing.
    assert KEY not in unpacked(form_of(told)["paper"])


@pytest.mark.parametrize("kind", Kind)
def test_q1_marks_of_right_and_wrong_stand_only_in_verdicts(client, kind):
    question = make_question(kind=kind)
    page = client.get(f"/quizzes/mistakes/paper/?q={question.pk}")
    main = part_of(page, ".ask")

    assert main.select(".right, .wrong, .tag, .feedback, [checked]") == []
    assert "data-told" not in main.attrs
