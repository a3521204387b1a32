import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publicity.numerals import chinese_number
from publicity.wording.parsing import parse
from publicity.wording.places import FaultKind as F
from publicity.wording.texts import render
from publicity.wording.tidying import tidy
from tests.publicity.wording import texts
from tests.publicity.wording.signs import signs_of

pytestmark = pytest.mark.once

ALL = [
    texts.PLAIN,
    texts.PARTS,
    texts.AMENDED,
    texts.MISSING_NUMBER,
    texts.WITHOUT_STEM,
    texts.FROM_WORD,
    texts.DISORDER,
]


def anchors(text):
    return [place.anchor for place in parse(text).places]


def faults(text):
    return [(fault.line, fault.kind) for fault in parse(text).faults]


def below(text, anchor):
    [found] = [place for place in parse(text).places if place.anchor == anchor]
    return found


def test_rg_01_articles_paragraphs_and_items():
    parsed = parse(texts.PLAIN)

    assert parsed.title == "青石县户外广告管理办法"
    assert parsed.title_note.startswith("（2026年1月5日")
    assert parsed.title_note.endswith("自2026年3月1日起施行）")
    assert not parsed.faults
    assert anchors(texts.PLAIN) == [
        "art-1",
        "art-1-p1",
        "art-2",
        "art-2-p1",
        "art-2-p1-i1",
        "art-2-p1-i2",
        "art-2-p1-i3",
        "art-2-p2",
        "art-3",
        "art-3-p1",
        "art-4",
        "art-4-p1",
    ]
    assert below(texts.PLAIN, "art-2-p1-i2").text == "不影响采光；"


def test_rg_01_parts_chapters_sections_and_an_annex_each_numbered_within_the_one_above():
    assert not parse(texts.PARTS).faults
    assert anchors(texts.PARTS) == [
        "part-1",
        "part-1-chapter-1",
        "art-1",
        "art-1-p1",
        "part-2",
        "part-2-chapter-1",
        "part-2-chapter-1-section-1",
        "art-2",
        "art-2-p1",
        "part-2-chapter-1-section-2",
        "art-3",
        "art-3-p1",
        "art-3-p1-i1",
        "art-3-p1-i2",
        "art-3-p1-i2-s1",
        "art-3-p1-i2-s2",
        "part-2-chapter-2",
        "art-4",
        "art-4-p1",
        "annex",
        "art-5",
        "art-5-p1",
    ]
    assert below(texts.PARTS, "part-2-chapter-1").title == "市容"
    assert below(texts.PARTS, "annex").label == "附则"
    assert below(texts.PARTS, "art-2").title == "外墙"


def test_an_article_put_in_later_keeps_the_number_before_it():
    assert [anchor for anchor in anchors(texts.AMENDED) if "-p" not in anchor] == [
        "art-9",
        "art-10",
        "art-10z1",
        "art-10z2",
        "art-11",
    ]
    assert below(texts.AMENDED, "art-10z2").label == "第十条之二"
    assert faults(texts.AMENDED) == [(2, F.MISSING)]


def test_rg_05_an_item_without_its_number_is_reported_and_not_guessed():
    assert faults(texts.MISSING_NUMBER) == [
        (3, F.NO_ITEM_NUMBER),
        (6, F.NO_ITEM_NUMBER),
    ]
    assert below(texts.MISSING_NUMBER, "art-1-p2").text == "乱倒污水；"
    assert "art-1-p1-i2" not in anchors(texts.MISSING_NUMBER)


def test_rg_05_an_item_without_a_stem_and_a_subitem_without_an_item_are_reported():
    assert faults(texts.WITHOUT_STEM) == [
        (2, F.NO_STEM),
        (5, F.NO_STEM),
        (8, F.NO_ITEM),
    ]
    assert "art-2-i1-s1" in anchors(texts.WITHOUT_STEM)


def test_what_word_adds_is_taken_off_or_reported():
    assert faults(texts.FROM_WORD) == [
        (1, F.MIXED_NUMERALS),
        (1, F.MISSING),
        (2, F.MIXED_NUMERALS),
        (4, F.MIXED_NUMERALS),
        (5, F.PAGE_NUMBER),
        (7, F.BROKEN_LINE),
        (8, F.PAGE_NUMBER),
        (9, F.SEVERAL_IN_LINE),
        (10, F.STRAY_TEXT),
    ]
    assert below(texts.FROM_WORD, "art-17-p1").text == "临街单位应当扫地。"
    assert below(texts.FROM_WORD, "art-18-p1-i1").text == "学校；"
    assert below(texts.FROM_WORD, "art-18").label == "第十八条"


def test_rg_05_disorder_is_reported_line_by_line():
    assert faults(texts.DISORDER) == [
        (2, F.EMPTY_HEADING),
        (4, F.STRAY_TEXT),
        (6, F.MISSING),
        (7, F.DISORDER),
        (8, F.DUPLICATE),
        (9, F.EMPTY_ARTICLE),
        (11, F.UNFINISHED_LIST),
    ]
    assert any(fault.is_grave for fault in parse(texts.DISORDER).faults)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "没有条文。", "第一章　总则", "\x00\ud800"]
)
def test_a_text_without_articles_is_no_regulation(text):
    assert F.NO_ARTICLE in {fault.kind for fault in parse(text).faults}


@pytest.mark.parametrize(
    ("line", "anchor", "title", "text"),
    [
        ("第一条　【门前】扫地。", "art-1", "门前", "扫地。"),
        ("第一条　（门前）扫地。", "art-1", "门前", "扫地。"),
        ("第一条【门前】　扫地。", "art-1", "门前", "扫地。"),
        ("第一条　（一）扫地。", "art-1", "", "（一）扫地。"),
        ("第一条为了扫地。", "art-1", "", "为了扫地。"),
        ("第〇条　扫地。", None, "", ""),
        ("第一条规定的事，照办。", None, "", ""),
    ],
    ids=["square", "round", "joined", "item", "no_blank", "zero", "sentence"],
)
def test_how_an_article_begins(line, anchor, title, text):
    articles = [p for p in parse(f"第一章　总则\n{line}").places if p.anchor == anchor]

    assert [(place.title) for place in articles] == ([title] if anchor else [])
    if anchor:
        assert below(f"第一章　总则\n{line}", "art-1-p1").text == text


def test_a_number_that_is_none_is_reported():
    assert (1, F.UNREADABLE_NUMBER) in faults("第十十条　扫地。\n第一条　甲。")


def test_a_list_of_contents_that_differs_is_reported():
    text = "办法\n目录\n第一章　总则\n第二章　责任\n第一章　总则\n第一条　甲。"

    assert (4, F.OTHER_CONTENTS) in faults(text)


def test_a_sentence_that_may_be_an_article_is_reported():
    text = "第一条　甲。\n第二条以外的事，不管。"

    assert faults(text) == [(2, F.UNCLEAR_ARTICLE)]


@pytest.mark.parametrize("number", range(len(ALL)))
def test_text_in_is_text_out(number):
    assert signs_of(render(parse(ALL[number]))) == signs_of(ALL[number])


@pytest.mark.parametrize(
    ("sign", "says"),
    [
        ("\ue863", "U+E863"),
        ("\U000f0001", "U+F0001"),
        ("\ufffd", "U+FFFD"),
        (chr(0xDC00), "U+FFFD"),
    ],
    ids=["private", "private_plane", "replaced", "half"],
)
def test_rg_05_a_sign_that_no_other_machine_shows_stays_and_is_reported(sign, says):
    parsed = parse(f"第一条　甲。\n第二条　{sign}河两岸应当整洁。")

    [fault] = parsed.faults
    assert (fault.line, fault.kind) == (2, F.UNREADABLE_SIGN)
    assert f"第5个字（{says}）" in fault.says
    assert signs_of(render(parsed))[1:] == signs_of(f"第二条{sign}河两岸应当整洁。")


@pytest.mark.parametrize(
    "text",
    [
        f"办法\n（{'通过，' * 100}）\n第一条　甲。",
        f"\n第一章　{'长' * 81}\n第一条　甲。",
    ],
    ids=["note", "heading"],
)
def test_rg_05_what_no_row_has_room_for_is_reported(text):
    assert faults(text) == [(2, F.TOO_LONG)]


words = st.text(
    "扫地护树停车位线，、；。：规定第条款项之一二十（）", min_size=1, max_size=12
)
ends = st.sampled_from("。；：")
sentences = st.tuples(words, ends).map("".join)


@st.composite
def regulations(draw):
    """Write a regulation without faults, and the anchors that it has."""
    lines, expected = [], []
    number = 0
    for chapter in range(1, draw(st.integers(1, 3)) + 1):
        lines.append(f"第{chinese_number(chapter)}章　责任")
        expected.append(f"chapter-{chapter}")
        for _article in range(draw(st.integers(1, 3))):
            number += 1
            lines.append(f"第{chinese_number(number)}条　")
            expected.append(f"art-{number}")
            for paragraph in range(1, draw(st.integers(1, 3)) + 1):
                items = draw(st.integers(0, 3))
                line = f"责任人应当做到{'：' if items else '。'}"
                if paragraph == 1:
                    lines[-1] += line
                else:
                    lines.append(line)
                expected.append(f"art-{number}-p{paragraph}")
                for item in range(1, items + 1):
                    end = "。" if item == items else "；"
                    lines.append(f"（{chinese_number(item)}）扫地{end}")
                    expected.append(f"art-{number}-p{paragraph}-i{item}")
    return "\n".join(lines), expected


@given(regulations())
def test_whatever_a_regulation_looks_like_its_places_are_found(made):
    text, expected = made

    parsed = parse(text)

    assert [place.anchor for place in parsed.places] == expected
    assert not parsed.faults
    assert render(parsed) == tidy(text) == text


marks = st.sampled_from(
    [
        "第一条",
        "第十条之一",
        "第2条 ",
        "第一章",
        "第三编 总 则",
        "（一）",
        "(2)",
        "1.",
        "（）",
        "附则",
        "目录",
        "㈡",
        "【",
        "】",
        "　",
        "\t",
        "- 3 -",
        "附件",
        "",
    ]
)


@given(st.lists(st.tuples(marks, st.one_of(sentences, words, st.text(max_size=8)))))
@example([("目录", ""), ("第一章", ""), ("第一章", "")])
@example([("（一）", "、、。")])
def test_text_in_is_text_out_whatever_is_pasted(lines):
    text = "\n".join(map("".join, lines))

    parsed = parse(text)

    assert signs_of(render(parsed)) == signs_of(text)
    assert tidy(tidy(text)) == tidy(text)
    known = {line for line, _text in enumerate(text.splitlines(), 1)} | {1}
    assert all(fault.line >= 1 for fault in parsed.faults)
    assert known
    if not any(fault.is_grave for fault in parsed.faults):
        found = [place.anchor for place in parsed.places]
        assert len(found) == len(set(found))
