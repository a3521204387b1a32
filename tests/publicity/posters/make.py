"""Make posters, and read what was drawn."""

from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from publicity.posters.content import Kind, Paragraph, Poster, Slip, Tint

ADDRESS = "https://www.linxi.example.gov.cn/regulations/frontage-duties/art-17/"
CLAUSE_TEXT = [
    "沿街的机关、团体、企业事业单位和个体工商户，应当在责任区内做到下列事项：",
    "（一）包卫生，地面无垃圾、污水、痰迹；",
    "（二）包绿化，不在树木上钉挂、晾晒，不占用绿地；",
    "责任区的范围，从建筑外墙到人行道外沿，由社区划定并在现场标明。",
]


def make_poster(**fields: Any) -> Poster:
    return Poster(
        **{
            "kicker": "《临溪县县城市容和环境卫生管理办法》",
            "title": ["第十七条　门前四包"],
            "paragraphs": [Paragraph(text) for text in CLAUSE_TEXT],
            "slips": [
                Slip("大白话", ["门前四件事归店家。"], Tint.GREEN),
                Slip("没做到会怎样", ["处一百元以上五百元以下罚款。"], Tint.PINK),
            ],
            "address": ADDRESS,
            "source": "临溪县人民政府",
            "day": date(2026, 3, 1),
            "site_name": "临溪双创",
            **fields,
        }
    )


def make_long_poster(paragraphs: int = 80) -> Poster:
    return make_poster(
        slips=[],
        paragraphs=[
            Paragraph("查了什么", Kind.HEADING),
            *[
                Paragraph(
                    f"第{number}处摊位当场收回越线物品。负责人作了承诺；明天再查。"
                )
                for number in range(paragraphs)
            ],
        ],
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes, page: int = 0) -> str:
    """Return all signs of a page in reading order, without blanks.

    By pdfium, as browsers do: pypdf does not read a CMap that lies in the file.
    """
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return "".join(text.split())


def millimetres(pdf: bytes) -> tuple[int, int]:
    box = read(pdf).pages[0].mediabox
    return round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)


def embedded_fonts(pdf: bytes) -> list[bool]:
    """Tell of each font of a PDF whether its signs are in the file."""
    found = {}
    page: Any
    for page in read(pdf).pages:
        for name, font in page["/Resources"]["/Font"].items():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            found[name] = any(
                key in descriptor for key in ("/FontFile2", "/FontFile3")
            ) and "+" in str(descriptor["/FontName"])
    return list(found.values())


def qr_codes(pdf: bytes, page: int = 0, *, grey: bool = False) -> list[str]:
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil()
    if grey:
        picture = picture.convert("L")
    return [code.text for code in zxingcpp.read_barcodes(picture)]
