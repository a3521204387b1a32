"""What leaves the desk as a table, and what comes in by one."""

import io
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.directory.models import Street
from portal.sheets import (
    FORMULA_SIGNS,
    MOST_ROWS,
    harmless,
    read_table,
    write_xlsx,
)
from reports.complaints.models import Complaint, ContactReveal, Note
from reports.complaints.refusals import Refused
from reports.complaints.services.submitting import Contact
from reports.complaints.workflow import Channel
from tests.reports.complaints.make_desk import (
    make_area,
    make_category,
    make_clerk,
    make_complaint,
    make_inspector,
    make_notice,
)


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


HEADER = "来源,类别,内容,片区,街道,位置说明,纬度,经度,原工单号"


@given(st.text())
def test_c12_no_cell_begins_as_a_formula(text):
    written = harmless(text)

    assert not written.startswith(FORMULA_SIGNS)
    assert not written.lstrip().startswith(FORMULA_SIGNS)


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_c12_a_formula_comes_out_as_text(sign):
    book = load_workbook(io.BytesIO(write_xlsx(["a"], [[f"{sign}1+1"]])))

    cell = book.active["A2"]

    assert cell.data_type in {"s", "n"}
    assert cell.data_type != "f"
    assert str(cell.value).startswith("'")


@pytest.mark.parametrize("bent", [b"", b"PK\x03\x04", b"PK" + b"x" * 99, b"\xff\xfe"])
def test_what_is_no_table_is_refused_with_a_sentence(bent):
    with pytest.raises(Refused):
        read_table("x", bent)


def test_a_table_that_unpacks_to_far_too_much_is_refused():
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 70 * 2**20)

    with pytest.raises(Refused, match="太大"):
        read_table("x.xlsx", packed.getvalue())


def test_too_many_rows_are_refused():
    rows = "\n".join(["a,b"] * (MOST_ROWS + 5))

    with pytest.raises(Refused, match="最多一次导入"):
        read_table("x.csv", rows.encode())


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with suppress(Refused):
        assert read_table("x", content)


def export(client, **said):
    return client.post(
        reverse("desk:export"), {"queue": "all", "format": "csv", **said}
    )


@pytest.mark.django_db
def test_c12_contacts_are_exported_to_the_role_that_may_see_them(client):
    make_complaint(
        text="=HYPERLINK(1)", contact=Contact(name="钱多多", phone="13900001111")
    )
    client.force_login(make_clerk())

    plain = export(client)
    unreasoned = export(client, with_contact="on")
    full = export(client, with_contact="on", because="月度回访")

    assert "'=HYPERLINK(1)" in plain.text
    assert "13900001111" not in plain.text
    assert unreasoned.status_code == 302
    assert "13900001111" in full.text
    assert ContactReveal.objects.get().because == "月度回访"


@pytest.mark.django_db
def test_c12_an_inspector_exports_no_contacts(client):
    make_complaint(contact=Contact(name="钱多多", phone="13900001111"))
    client.force_login(make_inspector())

    assert "13900001111" not in export(client).text
    assert export(client, with_contact="on", because="x").status_code == 403
    assert not ContactReveal.objects.exists()


@pytest.mark.django_db
def test_the_export_keeps_to_what_was_looked_for(client):
    one, other = make_complaint(), make_complaint()
    client.force_login(make_clerk())

    text = export(client, query=f"category={one.category_id}").text

    assert one.number in text
    assert other.number not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["category=x&days=-1&sort=; drop", "%ff%00&&=", "q=" + "x" * 5000]
)
def test_a_bent_query_is_exported_without_a_crash(client, query):
    make_complaint()
    client.force_login(make_clerk())

    assert export(client, query=query).status_code in {200, 302}


def bring(client, *rows: str, header: str = HEADER):
    content = "\n".join([header, *rows]).encode()
    return client.post(
        reverse("desk:import"), {"file": SimpleUploadedFile("rows.csv", content)}
    )


@pytest.fixture
def county(db):
    make_notice()
    make_category(name="暴露垃圾")
    make_area(name="城东片区")
    Street.objects.create(code="s1", name="文昌路", kind="main", line=[])


def test_findings_of_an_inspection_are_taken_in(client, county):
    client.force_login(make_clerk())

    response = bring(
        client,
        "巡查,暴露垃圾,桥下一堆垃圾,城东片区,文昌路,,31.885,109.515,",
        "12345转办,暴露垃圾,楼下没人清,,,三中后门,,,12345-888",
    )

    assert "导入了2件" in response.text
    first, second = Complaint.objects.order_by("pk")
    assert (first.channel, second.channel) == (Channel.INSPECTION, Channel.HOTLINE)
    assert str(first.street) == "文昌路"
    assert Note.objects.get().text == "原工单号：12345-888"


def test_the_same_table_twice_makes_nothing_twice(client, county):
    client.force_login(make_clerk())
    row = "巡查,暴露垃圾,桥下一堆垃圾,城东片区,,,,,12345-9"
    bring(client, row)

    response = bring(client, row)

    assert "没有重复" in response.text
    assert Complaint.objects.count() == 1
    assert Note.objects.count() == 1


def test_one_bad_row_and_nothing_is_taken_in(client, county):
    client.force_login(make_clerk())

    response = bring(
        client,
        "巡查,暴露垃圾,好的一行,城东片区,,,,,",
        "听说,暴露垃圾,来源不对,城东片区,,,,,",
        "巡查,没有这类,类别不对,城东片区,,,,,",
        "巡查,暴露垃圾,,城东片区,,,,,",
        "巡查,暴露垃圾,片区不对,月球,火星路,,,,",
        "巡查,暴露垃圾,经纬度不对,,,,北,nan,",
    )

    assert response.status_code == 422
    assert not Complaint.objects.exists()
    faults = {(fault.line, fault.column) for fault in response.context["faults"]}
    assert faults == {
        (3, "来源"),
        (4, "类别"),
        (5, "内容"),
        (6, "片区"),
        (6, "街道"),
        (7, "纬度"),
    }
    assert "没有“月球”这个片区" in response.text


def test_a_row_that_the_service_refuses_undoes_all(client, county):
    client.force_login(make_clerk())

    response = bring(
        client,
        "巡查,暴露垃圾,好的一行,城东片区,,,,,",
        "巡查,暴露垃圾,没写在哪里,,,,,,",
    )

    assert response.status_code == 422
    assert "请告诉我们在哪里" in response.text
    assert not Complaint.objects.exists()


def test_a_missing_column_is_named(client, county):
    client.force_login(make_clerk())

    response = bring(client, "巡查,一堆垃圾", header="来源,内容")

    assert "缺少这一列" in response.text


def test_a_workbook_is_read_as_well(client, county):
    client.force_login(make_clerk())
    book = Workbook()
    sheet = book.active
    sheet.append(["来源", "类别", "内容", "位置说明"])
    sheet.append(["巡查", "暴露垃圾", "桥下一堆", "三中后门"])
    out = io.BytesIO()
    book.save(out)

    response = client.post(
        reverse("desk:import"),
        {"file": SimpleUploadedFile("rows.xlsx", out.getvalue())},
    )

    assert "导入了1件" in response.text


def test_an_inspector_imports_nothing(client, county):
    client.force_login(make_inspector())

    assert bring(client, "巡查,暴露垃圾,一堆,城东片区,,,,,").status_code == 403
    assert not Complaint.objects.exists()
