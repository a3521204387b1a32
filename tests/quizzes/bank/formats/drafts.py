"""Questions that nobody would write, for every kind: texts that look like the files'."""

from dataclasses import replace

from hypothesis import strategies as st

from portal.typed import clean
from quizzes.bank.content import Accepted, Content, Option, Pair, QuestionDraft
from quizzes.bank.workflow import Difficulty, Kind, Topic

HOSTILE = [
    "=1+1",
    "'=A1",
    "''",
    "＝＋－＠",
    "-5℃",
    "+86",
    "@谁",
    "~=#{}:\\",
    "\\n",
    "\\",
    "::题::",
    "{=对 ~错}",
    "####",
    "#反馈",
    "=%50%半对",
    "a -> b",
    "->",
    "//不是注释",
    "// [id:Q1] [tag:难度:5]",
    "$CATEGORY: 题库",
    "[html]<b>粗</b>",
    "[plain]",
    "[图]",
    "<script>alert(1)</script>",
    "]]>",
    "&amp;&lt;&#65;&nbsp;",
    "<!-- -->",
    "三|日｜天",
    "左=右＝",
    "第一行\n第二行",
    "第一段\n\n第二段",
    "一\t二",
    '"引号",逗号',
    "*通配*",
    "\\*",
    "😀👨‍👩‍👧",
    "ＡＢＣ１２３",
    "A",
    "TRUE",
    "T",
    "F",
    "对",
    "错",
    "1..5",
    "#3:2",
    "%100%",
    "_x0041_",
    "𠮷野家",
    "@@PLUGINFILE@@/a.png",
    ">2 ALL VERTICAL",
]


def texts(limit: int = 60) -> st.SearchStrategy[str]:
    drawn = st.one_of(
        st.sampled_from(HOSTILE),
        st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
        st.text("甲乙=~#{}:\\/[]%*'\"<>&|-\n ", min_size=1, max_size=12),
    )
    return drawn.map(lambda text: clean(clean(text)[:limit])).filter(bool)


def several(least: int, most: int = 6) -> st.SearchStrategy[list[str]]:
    return st.lists(texts(), min_size=least, max_size=most, unique=True)


words = st.one_of(st.just(""), texts())
right_or_wrong = st.booleans()


@st.composite
def contents(draw: st.DrawFn, kind: Kind) -> Content:
    if kind == Kind.FILL:
        # A feedback column a wording, and more wordings than there are letters.
        most = draw(st.sampled_from([1, 3, 30]))
        accepted = draw(several(1, most))
        return Content(
            kind, accepted=tuple(Accepted(each, draw(words)) for each in accepted)
        )
    if kind == Kind.MATCHING:
        lefts = draw(several(2, 4))
        pairs = tuple(Pair(left, draw(texts())) for left in lefts)
        extra = tuple(Option(each) for each in draw(several(0, 3)))
        return Content(kind, pairs=pairs, distractors=extra)
    if kind == Kind.ORDERING:
        return Content(kind, tuple(Option(each) for each in draw(several(2))))
    if kind == Kind.TRUE_FALSE or (kind == Kind.CASE and draw(st.booleans())):
        names = draw(
            st.one_of(
                st.sampled_from(
                    [["对", "错"], ["对", "不对"], ["错", "对"], ["B", "A"]]
                ),
                several(2, 2),
            )
        )
    else:
        names = draw(several(2, 8))
    options = [Option(each, feedback=draw(words)) for each in names]
    if kind == Kind.MULTIPLE:
        right = draw(st.sets(st.integers(0, len(names) - 1), min_size=1))
    else:
        right = {draw(st.integers(0, len(names) - 1))}
    return Content(
        kind,
        tuple(replace(each, is_right=n in right) for n, each in enumerate(options)),
    )


@st.composite
def drafts(draw: st.DrawFn) -> QuestionDraft:
    return QuestionDraft(
        stem=draw(texts(200)),
        content=draw(contents(draw(st.sampled_from(list(Kind))))),
        topic=draw(st.sampled_from(Topic.values)),
        difficulty=draw(st.sampled_from(Difficulty.values)),
        explanation=draw(words),
        clause=draw(st.sampled_from(["", "dog-keeping/art-11", "a-b_c/art-1-p2-i3"])),
        code=draw(st.from_regex(r"\A([A-Z]{1,3}-?[0-9]{1,5})?\Z")),
        valid_until=draw(st.sampled_from(["", "2027-01-31", "2030-12-01"])),
        case_number=draw(st.sampled_from(["", "临双创曝〔2026〕3号", "[A]:1"])),
    )


files = st.lists(drafts(), min_size=1, max_size=4)
