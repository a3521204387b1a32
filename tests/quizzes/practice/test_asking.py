"""A question asked and told: nothing of the key before, all that helps after."""

from dataclasses import asdict
from decimal import Decimal

import pytest

from quizzes.bank.asking import ask, tell, with_posted
from quizzes.bank.content import Accepted, Content, Option, Pair
from quizzes.bank.portions import new_order
from quizzes.bank.workflow import Kind, MarkRule
from tests.quizzes.make import CONTENTS, make_question
from tests.quizzes.practice.play import wording

pytestmark = pytest.mark.django_db
KEY = "KEYMARK"
MARKED = {
    **{
        kind: Content(
            kind,
            (
                Option("甲", True, f"{KEY}一"),
                Option("乙", feedback=f"{KEY}二"),
                *(
                    (Option("丙", feedback=f"{KEY}三"),)
                    if kind == Kind.MULTIPLE
                    else ()
                ),
            ),
        )
        for kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.CASE)
    },
    Kind.ORDERING: Content(
        Kind.ORDERING, (Option("先", feedback=KEY), Option("后", feedback=KEY))
    ),
    Kind.FILL: Content(Kind.FILL, accepted=(Accepted(f"{KEY}答案", f"{KEY}反馈"),)),
    Kind.MATCHING: Content(
        Kind.MATCHING,
        pairs=(Pair("药", "红桶"), Pair("菜", "绿桶")),
        distractors=(Option("灰桶", feedback=KEY),),
    ),
}


def asked_of(kind, given=None, content=None, rule=MarkRule.EXACT, points=4, **fields):
    version = wording(make_question(kind=kind, content=content, **fields))
    order = new_order(version.parts, is_shuffled=False)
    answer = given(version.parts) if given else None
    asked = ask(
        version, order, position=1, total=10, points=points, given=answer, rule=rule
    )
    return asked, version


def verdict_of(told):
    assert told.verdict
    return told.verdict


def right_answer(content):
    if content.kind == Kind.FILL:
        return {"text": content.accepted[0].text}
    if content.kind == Kind.MATCHING:
        return {"pairs": {pair.left_id: pair.right_id for pair in content.pairs}}
    options = content.options if content.kind == Kind.ORDERING else content.right
    return {"chosen": [option.id for option in options]}


@pytest.mark.parametrize("kind", Kind)
def test_q1_what_is_asked_holds_nothing_of_the_key(kind):
    asked, _version = asked_of(
        kind, content=MARKED[kind], explanation=f"{KEY}解析", stem="题干"
    )

    assert KEY not in repr(asdict(asked))
    assert not any(line.is_right or line.is_wrong or line.said for line in asked.lines)
    assert asked.verdict is None


@pytest.mark.parametrize("kind", Kind)
def test_the_right_answer_is_told_as_right(kind):
    asked, version = asked_of(kind, right_answer)

    told = tell(asked, version)

    assert verdict_of(told).is_right
    assert verdict_of(told).said == "答对了，加四分"
    assert not any(line.is_wrong for line in told.lines)


@pytest.mark.parametrize("kind", Kind)
def test_no_answer_is_told_with_what_was_right(kind):
    asked, version = asked_of(kind, content=CONTENTS[kind], explanation="因为如此。")

    told = tell(asked, version)

    assert not verdict_of(told).part
    assert verdict_of(told).said.startswith("不对，正确答案是")
    assert verdict_of(told).explanation == "因为如此。"
    assert told.given_in_words == ""


def test_the_letters_are_those_that_the_reader_saw():
    version = wording(make_question(kind=Kind.SINGLE))
    order = [[option.id for option in reversed(version.parts.options)]]
    wrong = version.parts.options[1].id

    told = tell(
        ask(version, order, position=1, total=1, given={"chosen": [wrong]}), version
    )

    assert verdict_of(told).said == "不对，正确答案是D"
    assert verdict_of(told).right_in_full == "D. 倒水的商户"
    assert told.given_in_words == "C. 环卫工人"
    assert [line.said for line in told.lines] == ["", "", "您选的", "正确答案"]
    assert told.lines[2].feedback == "他们扫的是公共路面。"


def test_qz_09_the_hint_declares_how_a_multiple_choice_is_marked():
    exact, _version = asked_of(Kind.MULTIPLE)
    half, _version = asked_of(Kind.MULTIPLE, rule=MarkRule.HALF_FOR_MISSING)

    assert exact.hint == "多选，四分，选全了才得分"
    assert half.hint == "多选，四分，少选得一半，错选不得分"


def test_qz_09_half_the_points_are_told_as_half():
    def first(content):
        return {"chosen": [content.right[0].id]}

    asked, version = asked_of(Kind.MULTIPLE, first, points=5)

    told = tell(asked, version, MarkRule.HALF_FOR_MISSING)

    assert verdict_of(told).points == Decimal("2.5")
    assert verdict_of(told).said == "没有选全，正确答案是AB"


def test_an_ordering_says_where_each_row_belongs():
    def turned(content):
        return {"chosen": [option.id for option in reversed(content.options)]}

    asked, version = asked_of(Kind.ORDERING, turned)

    told = tell(asked, version)

    assert [told.lines.index(line) for line in told.lines if line.is_right] == []
    assert told.given_in_words == "擦干、冲净、搓洗、打湿"
    assert verdict_of(told).right == "打湿、搓洗、冲净、擦干"


def test_a_blank_shows_what_was_said_to_this_wording():
    content = Content(Kind.FILL, accepted=(Accepted("三日", "对，三日。"),))
    asked, version = asked_of(Kind.FILL, lambda _content: {"text": "３日"}, content)

    assert verdict_of(tell(asked, version)).feedback == "对，三日。"


def test_what_could_not_be_read_stays_in_its_fields():
    asked, _version = asked_of(Kind.ORDERING)
    first, second, *_rest = asked.lines

    kept = with_posted(asked, {f"place-{first.id}": ["2"], f"place-{second.id}": ["2"]})

    assert [line.given for line in kept.lines] == ["2", "2", "", ""]
