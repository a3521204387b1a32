"""A paper travels in its page: signed, whole, and without the key."""

import pytest
import time_machine
from django.core import signing

from quizzes.bank.workflow import Kind
from quizzes.practice.papers import BadPaper, new_paper, seal, unseal
from tests.quizzes.make import make_question
from tests.quizzes.practice.play import wording

pytestmark = pytest.mark.django_db


def make_paper():
    versions = [wording(make_question(kind=kind)) for kind in Kind]
    paper = new_paper(versions, source="/quizzes/daily/", title="今天的十题")
    assert paper
    return paper


def test_a_paper_comes_back_as_it_went():
    paper = make_paper().answered({"chosen": ["a"]}).answered(None)

    assert unseal(seal(paper)) == paper


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "0" * 5000, "\x00", "中文:1:2"])
def test_a_forged_paper_is_refused(forged):
    with pytest.raises(BadPaper):
        unseal(forged)


def test_a_changed_paper_is_refused():
    token = seal(make_paper())

    for place in range(0, len(token), 97):
        changed = (
            token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        )
        with pytest.raises(BadPaper):
            unseal(changed)


def test_what_was_signed_for_something_else_is_no_paper():
    with pytest.raises(BadPaper):
        unseal(signing.dumps([1, 2], salt="complaint form"))


def test_a_paper_of_last_week_is_refused():
    with time_machine.travel("2026-05-01 08:00"):
        token = seal(make_paper())

    with time_machine.travel("2026-05-09 08:00"), pytest.raises(BadPaper):
        unseal(token)


def test_the_same_step_has_one_name_and_the_next_another():
    paper = make_paper()

    assert paper.step == unseal(seal(paper)).step
    assert paper.step != paper.answered(None).step
    assert paper.step != make_paper().step
