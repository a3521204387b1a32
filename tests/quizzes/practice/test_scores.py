"""What is passed on of a score: numbers, no name, and nothing that can be changed."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core import signing
from PIL import Image

from portal import fonts
from quizzes.practice.cards import card_of
from quizzes.practice.scores import SALT, Score, seal_score, unseal_score

SCORE = Score(8, 10, "5月18日的十题", date(2026, 5, 18))


def test_a_score_comes_back_as_it_went():
    assert unseal_score(seal_score(SCORE)) == SCORE


@pytest.mark.parametrize("forged", ["", "x", "1:2:3", "é"])
def test_a_forged_score_is_none(forged):
    assert unseal_score(forged) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("home_page")
def test_the_shared_page_shows_numbers_and_the_way_to_try(client):
    token = seal_score(SCORE)

    page = client.get(f"/quizzes/shared/{token}/")

    assert "10题，答对8题" in page.text
    assert f"/quizzes/shared/{token}/card.png" in page.text
    assert "/quizzes/daily/" in page.text
    assert page["X-Robots-Tag"] == "noindex"
    assert client.get(f"/quizzes/shared/{token[:-2]}/").status_code == 404
    assert client.get("/quizzes/shared/x/card.png").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("home_page")
def test_the_card_is_a_picture_of_the_declared_size(client):
    if fonts.chinese_faces() is None:
        pytest.skip("no Chinese font on this machine")

    drawn = client.get(f"/quizzes/shared/{seal_score(SCORE)}/card.png")

    picture = Image.open(BytesIO(drawn.content))
    assert drawn["Content-Type"] == "image/png"
    assert picture.size == (1200, 630)
    assert len(drawn.content) < 100_000


def test_without_a_font_there_is_no_card(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_faces", lambda: None)

    assert card_of(Score(1, 2, "没有字体", SCORE.day), site="站", address="/") is None


def test_one_score_has_one_link_and_old_links_stay_good():
    score = Score(8, 10, "一日一练", date(2026, 11, 3), 80)
    old = signing.dumps([8, 10, "一日一练", "2026-11-03", 80], salt=SALT, compress=True)

    with time_machine.travel(0):
        link = seal_score(score)

    assert seal_score(score) == link
    assert unseal_score(link) == unseal_score(old) == score
    assert unseal_score(f"{link}:x") is unseal_score(link[:-1]) is None
