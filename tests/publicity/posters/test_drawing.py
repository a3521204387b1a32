"""The sheet itself: opened, read and scanned."""

import pytest

from portal import fonts
from publicity.posters.drawing import draw
from publicity.posters.options import Options, Paper
from tests.publicity.posters.make import (
    ADDRESS,
    CLAUSE_TEXT,
    embedded_fonts,
    make_long_poster,
    make_poster,
    millimetres,
    qr_codes,
    read,
    words,
)

pytestmark = pytest.mark.skipif(
    fonts.chinese_faces() is None, reason="no Chinese font on this machine"
)
SIZES = {Paper.A4: (210, 297), Paper.A3: (297, 420)}
ALL = [Options(paper, columns) for paper in Paper for columns in (1, 2)]


def name(options):
    return f"{options.paper.value}-{options.columns}"


@pytest.mark.parametrize("options", ALL, ids=name)
def test_rg_07_a_clause_is_one_page_with_all_its_words_and_its_qr_code(options):
    pdf = draw(make_poster(), options)

    assert len(read(pdf).pages) == 1
    assert millimetres(pdf) == SIZES[options.paper]
    assert embedded_fonts(pdf) == [True, True]
    assert "".join(CLAUSE_TEXT) in words(pdf)
    assert "没做到会怎样处一百元以上五百元以下罚款。" in words(pdf)
    assert qr_codes(pdf) == [ADDRESS]


@pytest.mark.parametrize("options", ALL, ids=name)
def test_what_does_not_fit_is_cut_at_a_sentence_and_says_so(options):
    poster = make_long_poster(400)
    whole = "".join(paragraph.text for paragraph in poster.paragraphs)

    pdf = draw(poster, options)

    assert len(read(pdf).pages) == 1
    shown = words(pdf)
    assert "……（全文请扫码）" in shown
    body = shown[shown.index("查了什么") : shown.index("……（全文")]
    assert whole.startswith(body)
    assert body[-1] in "。；"


def test_what_fits_is_not_cut():
    assert "全文请扫码" not in words(draw(make_long_poster(10), Options()))


def test_a_slip_longer_than_the_sheet_does_not_push_the_qr_code_off():
    poster = make_poster()
    poster.slips[0].lines[:] = ["这一句很长很长，说了又说。" * 30] * 10

    pdf = draw(poster, Options())

    assert len(read(pdf).pages) == 1
    assert qr_codes(pdf) == [ADDRESS]


def test_it_can_be_scanned_from_a_black_and_white_print():
    assert qr_codes(draw(make_poster(), Options()), grey=True) == [ADDRESS]


def test_the_unit_that_hangs_it_up_is_written_on_it():
    pdf = draw(make_poster(), Options(unit_name="临溪县城市管理综合执法局"))

    assert "临溪县城市管理综合执法局" in words(pdf)


def test_the_file_says_what_it_is_in_which_language():
    pdf = read(draw(make_poster(), Options()))

    assert pdf.metadata is not None
    assert pdf.metadata.title == "第十七条　门前四包"
    assert pdf.metadata.author == "临溪双创"
    assert str(pdf.root_object["/Lang"]) == "zh-CN"


def test_the_same_poster_gives_the_same_bytes():
    assert draw(make_poster(), Options()) == draw(make_poster(), Options())


@pytest.mark.parametrize(
    "title",
    ["短", "很长的标题" * 12, "A" * 90, "（" * 20, "，" * 20, " "],
    ids=["short", "long", "latin", "brackets", "commas", "blank"],
)
def test_odd_titles_are_drawn(title):
    pdf = draw(make_poster(title=[title], paragraphs=[]), Options())

    assert qr_codes(pdf) == [ADDRESS]
