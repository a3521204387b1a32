"""The printed notice: opened, read and scanned."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from portal import fonts
from reports.notices.models import NoticeProblem
from reports.notices.sheets.content import sheet_of
from reports.notices.sheets.drawing import draw, draw_unit_copy
from reports.notices.workflow import NoticeState
from tests.publicity.posters.make import (
    embedded_fonts,
    millimetres,
    qr_codes,
    read,
    words,
)
from tests.reports.make import make_category
from tests.reports.notices.make import PROBLEM, make_inspector, make_notice

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        fonts.chinese_faces() is None, reason="no Chinese font on this machine"
    ),
]
ADDRESS = "https://www.linxi.example.gov.cn/u/0123456789abcdef0123456789abcdef/"
DAY = datetime(2026, 11, 26, tzinfo=UTC)


def make_sheet(address=ADDRESS, **fields):
    notice = make_notice(
        state=NoticeState.SERVED,
        inspected_by="检查一组（两人）",
        place_text="桥头农贸市场东门外",
        consequence="逾期列入曝光。",
        needs_plan=True,
        **fields,
    )
    kind = make_category(name="暴露垃圾")
    NoticeProblem.objects.create(
        notice=notice, position=2, category=kind, text="菜叶、污水未清。"
    )
    notice.inspectors.add(make_inspector(), make_inspector())
    return notice, sheet_of(notice, office="临溪县双创办", address=address)


def test_ex30_both_copies_carry_every_field_and_the_receipt_follows():
    notice, sheet = make_sheet()

    pdf = draw(sheet, made_on=DAY)

    assert millimetres(pdf) == (210, 297)
    assert all(embedded_fonts(pdf))
    assert len(read(pdf).pages) == 3
    for page, copy in ((0, "第一联存根"), (1, "第二联送达被通知单位")):
        shown = words(pdf, page)
        for said in (
            copy,
            notice.number,
            notice.unit.name,
            "局长",
            "检查一组（两人）",
            "桥头农贸市场东门外",
            "日常检查",
            notice.mandate.doc_no,
            PROBLEM,
            "暴露垃圾〕菜叶、污水未清。",
            notice.requirement,
            "先报原因分析和整改方案",
            "5工作日，至",
            "逾期列入曝光。",
            "签发日期",
            "签收人",
        ):
            assert said in shown, said
    receipt = words(pdf, 2)
    for said in ("整改回执", "整改情况", "整改后照片", "完成日期", "复查结论", "销号"):
        assert said in receipt


def test_ex31_the_number_stands_in_the_right_brackets():
    notice, sheet = make_sheet()

    assert "〔2026〕" in notice.number.replace(str(notice.year), "2026")
    assert notice.number in words(draw(sheet, made_on=DAY))


def test_the_units_copy_is_scanned_and_the_stub_gives_no_key_away():
    _notice, sheet = make_sheet()

    pdf = draw(sheet, made_on=DAY)

    assert [qr_codes(pdf, page) for page in range(3)] == [[], [ADDRESS], [ADDRESS]]
    assert ADDRESS not in words(pdf, 0)


def test_what_is_long_goes_on_on_the_next_page_and_nothing_is_cut():
    notice, _sheet = make_sheet()
    said = [f"第{number}处：摊位占道，长约四十米；污水未清。" for number in range(60)]
    NoticeProblem.objects.bulk_create(
        NoticeProblem(notice=notice, position=number, text=text)
        for number, text in enumerate(said, 3)
    )

    pdf = draw(sheet_of(notice, office="双创办", address=ADDRESS), made_on=DAY)

    shown = "".join(words(pdf, page) for page in range(len(read(pdf).pages)))
    assert len(read(pdf).pages) > 5
    assert all(text in shown for text in said)


def test_photos_are_drawn_beside_each_other():
    _notice, sheet = make_sheet()
    pictures = [Image.new("RGB", size, "teal") for size in ((400, 300), (300, 900))]
    sheet.photos.extend(pictures)

    pdf = draw(sheet, made_on=DAY)

    assert len(read(pdf).pages[0].images) == 2
    assert Image.open(BytesIO(read(pdf).pages[0].images[0].data)).size == (400, 300)


def test_the_unit_prints_its_copy_without_a_code():
    _notice, sheet = make_sheet(address="")

    pdf = draw_unit_copy(sheet, made_on=DAY)

    assert len(read(pdf).pages) == 2
    assert qr_codes(pdf) == []


def test_the_same_notice_gives_the_same_bytes():
    _notice, sheet = make_sheet()

    assert draw(sheet, made_on=DAY) == draw(sheet, made_on=DAY)
