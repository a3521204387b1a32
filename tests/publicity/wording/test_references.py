import re

import pytest

from publicity.wording.parsing import parse
from publicity.wording.places import FaultKind
from publicity.wording.references import Anchors, find_references
from tests.publicity.wording import texts

pytestmark = pytest.mark.once

PLACES = Anchors(
    [
        *("chapter-1", "art-1", "art-1-p1", "art-2", "art-2-p1"),
        *("art-2-p1-i1", "art-2-p1-i2", "art-2-p1-i3", "art-2-p1-i2-s1", "art-2-p2"),
        *("art-3", "art-3-p1", "art-4", "art-4-p1", "art-10", "art-10-p1"),
        *("art-10z1", "art-10z1-p1", "art-11", "art-11-p1", "art-11-p1-i1"),
        *("art-11-p2", "art-11-p2-i1"),
    ]
)
OTHER = Anchors(["art-7", "art-7-p1"])
LIBRARY = {"养犬办法": ("dogs", OTHER)}


def found(text, at="art-4-p1"):
    references, dead = find_references(text, at=at, places=PLACES, library=LIBRARY)
    return [
        (
            text[r.start : r.end],
            f"{r.regulation}#{r.anchor}" if r.regulation else r.anchor,
        )
        for r in references
    ], [d.kind for d in dead]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("违反第二条规定", "art-4-p1", [("第二条", "art-2")]),
        (
            "依照第二条第一款第二项处理",
            "art-4-p1",
            [("第二条第一款第二项", "art-2-p1-i2")],
        ),
        ("第二条第二项", "art-4-p1", [("第二条第二项", "art-2-p1-i2")]),
        (
            "第二条第一项、第二项、第三项",
            "art-4-p1",
            [
                ("第二条第一项", "art-2-p1-i1"),
                ("第二项", "art-2-p1-i2"),
                ("第三项", "art-2-p1-i3"),
            ],
        ),
        (
            "第二条第一款第（一）项和第（三）项",
            "art-4-p1",
            [
                ("第二条第一款第（一）项", "art-2-p1-i1"),
                ("第（三）项", "art-2-p1-i3"),
            ],
        ),
        (
            "第二条第二项第1目",
            "art-4-p1",
            [("第二条第二项第1目", "art-2-p1-i2-s1")],
        ),
        (
            "第一条至第三条",
            "art-4-p1",
            [("第一条", "art-1"), ("第三条", "art-3")],
        ),
        (
            "第一条、第二条第二款或者第十条之一",
            "art-4-p1",
            [
                ("第一条", "art-1"),
                ("第二条第二款", "art-2-p2"),
                ("第十条之一", "art-10z1"),
            ],
        ),
        ("前款规定", "art-2-p2", [("前款", "art-2-p1")]),
        ("前款第一项", "art-2-p2", [("前款第一项", "art-2-p1-i1")]),
        ("前条规定", "art-10z1-p1", [("前条", "art-10")]),
        ("前两条规定", "art-3-p1", [("前两条", "art-1")]),
        ("前项规定", "art-2-p1-i2", [("前项", "art-2-p1-i1")]),
        ("本条第二款", "art-2-p1", [("本条第二款", "art-2-p2")]),
        ("本条例第一条", "art-4-p1", [("本条例第一条", "art-1")]),
        ("本办法第一章", "art-4-p1", [("本办法第一章", "chapter-1")]),
        ("《养犬办法》第七条", "art-4-p1", [("第七条", "dogs#art-7")]),
        (
            "《养犬办法》第七条第一款，本办法第三条",
            "art-4-p1",
            [("第七条第一款", "dogs#art-7-p1"), ("本办法第三条", "art-3")],
        ),
        ("《行政处罚法》第三十条、第三十一条", "art-4-p1", []),
        ("第一款", "art-2-p2", [("第一款", "art-2-p1")]),
        ("第一项目标、第一条件和第一章程", "art-4-p1", []),
        ("前条例、本条例和本办法", "art-4-p1", []),
        (
            "第二条第二款、前条第一项",
            "art-3-p1",
            [("第二条第二款", "art-2-p2"), ("前条第一项", "art-2-p1-i1")],
        ),
        (
            "第二条第一款第二项和前款",
            "art-2-p2",
            [("第二条第一款第二项", "art-2-p1-i2"), ("前款", "art-2-p1")],
        ),
        (
            "《养犬办法》第七条和前款",
            "art-2-p2",
            [("第七条", "dogs#art-7"), ("前款", "art-2-p1")],
        ),
        ("《行政处罚法》第三十条和本条", "art-2-p2", [("本条", "art-2")]),
    ],
)
def test_rg_03_the_grammar_of_references(text, at, expected):
    assert found(text, at) == (expected, [])


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ("第九条", "art-4-p1", FaultKind.DEAD_REFERENCE),
        ("第二条第三款", "art-4-p1", FaultKind.DEAD_REFERENCE),
        ("第二条第一款第四项", "art-4-p1", FaultKind.DEAD_REFERENCE),
        ("前款", "art-2-p1", FaultKind.DEAD_REFERENCE),
        ("前条", "art-1-p1", FaultKind.DEAD_REFERENCE),
        ("第十一条第一项", "art-4-p1", FaultKind.UNCLEAR_REFERENCE),
        ("《养犬办法》第八条", "art-4-p1", FaultKind.DEAD_REFERENCE),
        ("第十十条", "art-4-p1", FaultKind.DEAD_REFERENCE),
    ],
)
def test_rg_03_what_leads_nowhere_is_reported(text, at, kind):
    assert found(text, at) == ([], [kind])


def test_a_range_that_runs_backwards_is_reported():
    references, dead = found("第三条至第一条")

    assert [anchor for _text, anchor in references] == ["art-3", "art-1"]
    assert dead == [FaultKind.DEAD_REFERENCE]


@pytest.mark.parametrize(
    ("text", "expected", "expected_dead"),
    [
        (
            texts.PLAIN,
            {
                "art-2-p2": ["前款第三项=art-2-p1-i3"],
                "art-3-p1": [
                    "第二条第一款第一项=art-2-p1-i1",
                    "第二项=art-2-p1-i2",
                ],
            },
            [],
        ),
        (
            texts.PARTS,
            {
                "art-4-p1": [
                    "本条例第二条=art-2",
                    "第三条=art-3",
                    "本条例第三条第一款第二项第1目=art-3-p1-i2-s1",
                ]
            },
            [],
        ),
        (
            texts.AMENDED,
            {
                "art-10z1-p1": ["前条=art-10"],
                "art-10z2-p1": ["第十条=art-10", "第十条之一=art-10z1"],
                "art-11-p1": ["本条例第十条之一第一款=art-10z1-p1"],
            },
            [],
        ),
        (texts.MISSING_NUMBER, {}, []),
        (texts.WITHOUT_STEM, {}, []),
        (texts.FROM_WORD, {}, ["art-19-p1: 本办法第二十一条"]),
        (
            texts.DISORDER,
            {},
            [
                "art-2-p1: 第九条",
                "art-2-p1: 第一条第二款",
                "art-2-p1: 前条第一项",
            ],
        ),
    ],
    ids=["plain", "parts", "amended", "number", "stem", "word", "disorder"],
)
def test_rg_03_all_references_of_a_text(text, expected, expected_dead):
    places = parse(text).places
    anchors = Anchors([place.anchor for place in places])
    all_found, all_dead = {}, []
    for place in places:
        references, dead = find_references(
            place.text, at=place.anchor, places=anchors, library={}
        )
        all_dead += [
            f"{place.anchor}: {re.findall('“(.*?)”', str(each.says))[0]}"
            for each in dead
        ]
        if references:
            all_found[place.anchor] = [
                f"{place.text[r.start : r.end]}={r.anchor}" for r in references
            ]

    assert (all_found, all_dead) == (expected, expected_dead)
