"""What the page of an article says of the questions on it."""

import pytest

from quizzes.bank.models import PracticeCount
from quizzes.bank.public.panels import questions_on
from quizzes.bank.workflow import QuestionState
from tests.publicity.make_reading import make_version
from tests.quizzes.bank.make import wording
from tests.quizzes.make import make_question

pytestmark = pytest.mark.django_db


def make_article():
    return make_version(articles=1).clauses.get()


def test_an_article_without_questions_says_nothing(client):
    article = make_article()
    make_question(clause=article, state=QuestionState.NEEDS_REVIEW)

    assert questions_on(article) is None
    assert "考考自己" not in client.get(article.get_absolute_url()).text


def test_an_article_says_how_many_questions_stand_on_it(client):
    article = make_article()
    for n in (20, 9):
        version = wording(make_question(clause=article))
        PracticeCount.objects.create(version=version, n=n, n_right=n)

    page = client.get(article.get_absolute_url()).text

    assert "关于这一条有2道题" in page
    assert "答对" in page
    assert "100%" not in page


def test_invariant_14_facility_is_shown_from_thirty_answers_on(
    client, django_assert_num_queries
):
    article = make_article()
    for n_right in (15, 9):
        version = wording(make_question(clause=article))
        PracticeCount.objects.create(version=version, n=20, n_right=n_right)

    with django_assert_num_queries(1):
        shown = questions_on(article)

    assert shown is not None
    assert (shown["n"], shown["n_answers"], shown["facility"]) == (2, 40, 60)
    assert "答对60%" in client.get(article.get_absolute_url()).text
