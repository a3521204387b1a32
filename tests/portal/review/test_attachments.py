"""GW-39: a file for download is read like the item that it hangs on."""

import struct
import tracemalloc
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from portal import uploads
from portal.images.models import Attachment
from portal.images.reading import MOST_BYTES, UNREAD, words_of
from portal.review.checks import findings_of
from portal.review.gate import NotReleased
from portal.review.ledger import Severity, Wording
from portal.review.levels import Level
from tests.portal.review.make import approve, fresh, submit
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db

IDENTITY = "110101199003077475"
MOBILE = 13800138000


@pytest.fixture(autouse=True)
def columns():
    make_columns()


def attach(content, suffix, *, is_link=False):
    """Return a draft with a file for download, as a block or as a link in a text."""
    attachment = Attachment(title="补助名单")
    attachment.file = ContentFile(content, f"a.{suffix}")
    attachment.save()
    link = f'<p><a linktype="document" id="{attachment.pk}">名单</a></p>'
    block = ("attachment", {"document": attachment, "label": ""})
    return make_news(
        live=False,
        first_published_at=None,
        last_published_at=None,
        body=[("text", link) if is_link else block],
    )


def packed(**parts):
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return written.getvalue()


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def docx(body):
    return packed(
        word__document_xml=f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'
    )


def split_run(text):
    """Write a line as Word does when half of it was made bold."""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{part}</w:t></w:r>'
        for part in (text[:half], text[half:])
    )
    return f"<w:p>{runs}</w:p>"


def kinds(page):
    return {finding.kind for finding in findings_of(page)}


@pytest.mark.parametrize("is_link", [False, True])
def test_gw_39_a_list_of_names_is_not_published(is_link):
    page = attach(
        xlsx(["姓名", "身份证号"], ["张三", IDENTITY]), "xlsx", is_link=is_link
    )
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)

    with pytest.raises(NotReleased, match="文件内容：有完整的身份证号 110"):
        approve(page, Level.FINAL)

    assert not fresh(page).live


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (f"姓名,身份证号\n张三,{IDENTITY}\n".encode(), "csv"),
        (f"张三\t{IDENTITY}\t3".encode("gb18030"), "txt"),
        (docx(split_run(f"张三，{IDENTITY}。")), "docx"),
        (docx(f"<w:p>见表</w:p><w:tbl>{split_run(IDENTITY)}</w:tbl>"), "docx"),
        (
            packed(
                word__document_xml="<w:p/>", word__footnotes_xml=split_run(IDENTITY)
            ),
            "docx",
        ),
        (
            packed(
                ppt__presentation_xml="<p/>",
                ppt__slides__slide1_xml=f"<a:p><a:t>{IDENTITY}</a:t></a:p>",
            ),
            "pptx",
        ),
    ],
    ids=["csv", "txt", "docx", "table", "footnote", "pptx"],
)
def test_gw_39_every_kind_that_can_be_read_is_read(content, suffix):
    assert kinds(attach(content, suffix)) == {"pii_identity"}


def test_gw_39_numbers_and_what_a_formula_gave_are_read():
    sheet = f"<c><f>A1+1</f><v>{MOBILE}</v></c><c><v>7</v></c>"
    both = [
        xlsx([7, MOBILE, 7]),
        packed(xl__workbook_xml="<x/>", xl__worksheets__sheet1_xml=sheet),
    ]

    assert [kinds(attach(each, "xlsx")) for each in both] == [{"pii_mobile"}] * 2


def test_masked_numbers_and_long_tables_of_figures_are_no_finding():
    page = attach(xlsx(["张三", "110101********7475"], *([n] * 9 for n in range(99))), "xlsx")  # fmt: skip

    assert kinds(page) == set()


def test_a_long_list_is_told_in_a_few_lines():
    lines = "\n".join(f"张三,{MOBILE + number}" for number in range(500))

    assert len(findings_of(attach(lines.encode(), "csv"))) == 10


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wps"),
        (docx("<w:p/>")[:-30], "docx"),
        (docx(" " * (MOST_BYTES + 1)), "docx"),
        (packed(word__document_xml=b"\xff\xfe<\0"), "docx"),
        (packed(word__document_xml="<w:p/>", word__embeddings__a_xlsx=""), "docx"),
        ("字" .encode() * 1_000_001, "txt"),
    ],
    ids=["pdf", "wps", "cut", "bomb", "utf-16", "embedded", "long"],
)  # fmt: skip
def test_gw_39_where_the_machine_cannot_look_people_are_told_to(content, suffix):
    page = attach(content, suffix)
    submit(page)

    (finding,) = findings_of(page)
    approve(page)

    assert (finding.kind, finding.blocks) == ("unread", False)
    assert str(finding).startswith("附件《补助名单》：机器读不了全部内容，请打开看一遍")
    assert fresh(page).live


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_it():
    bomb = docx(" " * MOST_BYTES)
    size = struct.pack("<I", ZipFile(BytesIO(bomb)).infolist()[1].file_size)

    attach(bomb.replace(size, struct.pack("<I", 9)), "docx")

    tracemalloc.start()
    words = words_of(Attachment.objects.get().file)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert words == UNREAD
    assert most < MOST_BYTES // 4


def test_a_file_that_is_gone_stops_nobody():
    page = attach(b"%PDF-1.7\n", "pdf")
    attachment = Attachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)

    assert kinds(page) == {"unread"}


def test_gw_40_wrong_words_in_a_file_are_found():
    Wording.objects.create(pattern="残疾人士", advice="残疾人", severity=Severity.WARN)

    assert kinds(attach("残疾人士".encode(), "txt")) == {"wording"}


def test_gw_39_tags_are_read_too():
    page = attach("名单".encode(), "txt")
    page.tags.add(str(MOBILE))
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)

    with pytest.raises(NotReleased, match="标签：有完整的手机号"):
        approve(page, Level.FINAL)


def test_the_name_that_we_give_a_file_is_nobody_s_number(monkeypatch):
    monkeypatch.setattr(uploads, "uuid4", lambda: UUID(f"ab{MOBILE}{19 * 'f'}"))
    page = attach(b"a,b\r\n1,2\r\n", "csv")
    given = Attachment.objects.get().filename

    assert str(MOBILE) in given
    assert kinds(page) == set()
