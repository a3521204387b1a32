"""What Word and WPS put on the clipboard, and what is left of it in an article."""

import base64
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from publicity.newsroom.office import read_html, read_plain
from publicity.newsroom.word_files import read_docx
from tests.portal.images.make import picture_bytes

PNG = base64.b64encode(picture_bytes("PNG")).decode()
WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {{mso-style-parent:"";}} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=ZH-CN><!--StartFragment-->
<h1>河道清理 完成</h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b style='mso-bidi-font-weight:normal'><span
lang=EN-US style='font-family:"宋体"'>昨天</span></b><st1:place>临溪河</st1:place>清理<a
href="https://example.gov.cn/a?b=1&c=2">详情</a><a href="javascript:alert(1)">坏</a><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h2>做法</h2>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>清淤</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.</span><![endif]>保洁</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>每天</p>
<p class=MsoNormal>表1 各片区情况</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>片区</p></td><td><p>吨数</p></td></tr>
<tr><td rowspan=2>城东</td><td>12</td></tr><tr><td>30</td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/x.png"/></v:shape><![endif]-->
<img width=64 src="data:image/png;base64,{PNG}"><img src="file:///C:/Temp/clip_image002.jpg"></p>
<script>alert(1)</script><!--EndFragment--></body></html>"""
WPS = """<html><head><meta name=ProgId content=Word.Document><title>x</title></head><body><!--StartFragment-->
<p class=MsoNormal align=center style="text-align:center"><b><span style="mso-spacerun:'yes';font-family:宋体;">
<font face="宋体">督查通报</font></span></b><span style="mso-spacerun:'yes';"><o:p></o:p></span></p>
<ul><li>倚门经商</li><li>乱停乱放<ol><li>车站路</li></ol></li></ul>
<div><table border=1><tbody><tr><td>单位</td><td colspan=2>得分</td></tr><tr><td>城管局</td><td>92</td><td>优</td></tr></tbody></table></div>
<p class=MsoNormal onclick="x()" style="background:url(http://evil.example/t.gif)">请<em>尽快</em>整改<br></p><!--EndFragment--></body></html>"""


def test_word_keeps_headings_lists_tables_and_pictures_and_loses_its_dress():
    found = read_html(WORD)

    assert found.title == "河道清理 完成"
    kinds = [kind for kind, _value in found.parts]
    assert kinds == ["text", "table", "picture"]
    assert found.parts[0][1] == (
        '<p><b>昨天</b>临溪河清理<a href="https://example.gov.cn/a?b=1&amp;c=2">详情</a>坏</p>'
        "<h2>做法</h2><ol><li>清淤</li><li>保洁</li></ol><ul><li>每天</li></ul>"
    )
    table = found.parts[1][1]
    assert (table.caption, table.heads) == ("表1 各片区情况", ["片区", "吨数"])
    assert table.rows == [["城东", "12"], ["城东", "30"]]
    assert found.parts[2][1].startswith(b"\x89PNG")
    assert found.lost_pictures == 1


def test_wps_keeps_the_same():
    found = read_html(WPS)

    assert found.parts[0][1] == (
        "<p><b>督查通报</b></p><ul><li>倚门经商</li><li>乱停乱放</li><li>车站路</li></ul>"
    )
    assert found.parts[1][1].heads == ["单位", "得分", "得分"]
    assert found.parts[1][1].rows == [["城管局", "92", "优"]]
    assert found.parts[2][1] == "<p>请<i>尽快</i>整改</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<a href='jav&#x09;ascript:alert(1)'>一</a>",
        "<p><a href='data:text/html,1'>一</a></p>",
        "<math><mtext></p><style><img src=x onerror=1></style>",
        "<p>&lt;script&gt;1&lt;/script&gt;</p>",
        "<![CDATA[<script>1</script>]]><!--><script>1</script>-->",
    ],
)
def test_nothing_that_runs_comes_along(html):
    text = "".join(str(value) for kind, value in read_html(html).parts)

    assert "<script" not in text
    assert "href" not in text
    assert "onerror" not in text


def test_a_bomb_of_markup_is_refused_with_a_sentence():
    for html in ("<div>" * 50_000 + "一", "<b>一</b>" * 70_000):
        with pytest.raises(ValidationError, match="太复杂"):
            read_html(html)
    with pytest.raises(ValidationError, match="超过20列"):
        read_html("<table><tr>" + "<td>一</td>" * 21 + "</tr></table>")


def test_plain_text_becomes_paragraphs():
    assert read_plain("一<b>\n\n  二\n").parts == [
        ("text", "<p>一&lt;b&gt;</p><p>二</p>")
    ]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body="", *, document=None, more=()):
    """Return a .docx as Word lays it out, with a picture `rId9`."""
    document = document or f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="{RELATIONS}/image" Target="media/image1.png"/><Relationship Id="rId8" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{HEAD}<w:styles {W}><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>',
        "word/media/image1.png": picture_bytes("PNG"),
        "word/document.xml": document,
        **dict(more),
    }
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("稿件.docx", written.getvalue())


def words(text, style=""):
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>"


DRAWING = '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'


def test_a_word_file_brings_text_table_and_picture():
    row = "".join(f"<w:tc>{words(cell)}</w:tc>" for cell in ("片区", "得分"))
    body = (
        words("做法", "2")
        + words("清淤。")
        + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
        + DRAWING
    )

    found = read_docx(docx(body))

    assert found.parts[0] == ("text", "<h2>做法</h2><p>清淤。</p>")
    assert found.parts[1][1].heads == ["片区", "得分"]
    assert found.parts[2][0] == "picture"


@pytest.mark.parametrize(
    "file",
    [
        lambda: docx(
            document=f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        ),
        lambda: docx(document=f"{HEAD}<x/>".encode("utf-16")),
        lambda: docx(more={"word/big.xml": b"<" + b" " * (13 * 2**20)}.items()),
        lambda: docx(document="<broken"),
        lambda: SimpleUploadedFile("a.docx", b"PK\x03\x04 no zip"),
        lambda: SimpleUploadedFile("a.docx", b"%PDF-1.7"),
        lambda: docx(more={"word/vbaProject.bin": b"x"}.items()),
    ],
    ids=["entity", "utf16", "bomb", "broken", "no zip", "pdf", "macros"],
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(file):
    with pytest.raises(ValidationError) as refused:
        read_docx(file())

    assert refused.value.messages[0].endswith("。")
