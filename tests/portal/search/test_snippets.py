import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal.search.questions import Question, clean
from portal.search.registry import register_source, sources
from portal.search.snippets import marked, plain_text, snippet

pytestmark = pytest.mark.once


def ask(words: str, *, is_relaxed: bool = False) -> Question:
    return Question(words, words, is_relaxed=is_relaxed)


def test_what_was_asked_is_marked_in_the_title():
    assert marked("治理占道经营", ask("占道")) == "治理<mark>占道</mark>经营"


def test_capitals_and_full_width_are_marked_as_they_stand():
    assert marked("５Ｇ基站", ask("5g")) == "<mark>５Ｇ</mark>基站"


def test_a_number_is_not_marked_inside_another():
    assert marked("585户，85%", ask("85")) == "585户，<mark>85</mark>%"


def test_pairs_are_marked_where_the_whole_word_is_missing():
    question = ask("占道处罚", is_relaxed=True)

    assert marked("占道的处罚", question) == "<mark>占道</mark>的<mark>处罚</mark>"


def test_markup_in_a_text_stays_text():
    assert marked("<b>占道</b>", ask("占道")) == "&lt;b&gt;<mark>占道</mark>&lt;/b&gt;"


def test_the_passage_with_most_of_the_words_is_shown():
    text = "占道。" + "无关的话，" * 60 + "这里占道要处罚。" + "再说别的，" * 60

    shown = snippet(text, ask("占道 处罚"))

    assert "<mark>处罚</mark>" in shown
    assert shown.startswith("……")
    assert shown.endswith("……")


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_a_snippet_is_cut_out_of_any_text(text, words):
    question = ask(clean(words))
    if question.pairs:
        assert len(snippet(text, question)) >= 0


def test_a_stream_is_read_without_its_machinery():
    stream = [
        {"type": "text", "id": "8f14e45f", "value": "<p>占道&amp;经营</p>"},
        {
            "type": "picture",
            "id": "c9f0",
            "value": {"image": 7, "alt": "看不见", "caption": "图注"},
        },
        {
            "type": "gallery",
            "id": "45c4",
            "value": {"pictures": [{"type": "item", "value": {"caption": "组图"}}]},
        },
    ]

    assert plain_text(json.dumps(stream)).split("\n") == ["占道&经营", "图注", "组图"]


def test_a_source_is_entered_only_once():
    source = sources()[0]

    with pytest.raises(ImproperlyConfigured):
        register_source(type(source)(**vars(source)))
