"""Personal data in texts: all of the demonstration's is found, little else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.demo.context import Context
from reports.complaints.masking import PersonalKind, find_personal, mask

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def rows():
    return Context().read("complaints")["complaints"]


def test_pr_12_everything_personal_of_the_demonstration_is_found(rows):
    for row in rows:
        found = mask(row["text"])

        for told in row["pii"]:
            assert told["text"] not in found.text, row["id"]


def test_pr_12_nothing_else_is_covered_there(rows):
    assert [
        row["id"] for row in rows if mask(row["text"]).text != row["text_public"]
    ] == []


def test_what_was_covered_once_is_left_alone(rows):
    for row in rows:
        assert mask(row["text_public"]).text == row["text_public"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13912345678找我", "打139****5678找我"),
        ("手机 139-1234-5678。", "手机 139****5678。"),
        ("手机１３９１２３４５６７８", "手机139****5678"),
        ("电话+86 13912345678", "电话139****5678"),
        ("座机029-87654321", "座机029-****321"),
        ("联系电话：8765432", "联系电话：****432"),
        ("身份证61010119900101123x", "身份证（证件号已隐去）"),
        ("卡号6222 0202 0000 0000 123", "卡号（卡号已隐去）"),
        ("陕A12345乱停", "陕A****乱停"),
        ("陕a·D12345绿牌", "陕A****绿牌"),
        ("陕AD1234警", "陕A****"),
        ("写信到 chen.ms@example.com", "写信到 （邮箱已隐去）"),
        ("加微信：chen_123", "加微信：（账号已隐去）"),
        ("QQ号是12345678", "QQ号是（账号已隐去）"),
        ("我叫欧阳明日，", "我叫（姓名已隐去），"),
        ("是张建国师傅修的", "是（姓名已隐去）师傅修的"),
        ("王阿姨说的", "（姓名已隐去）阿姨说的"),
        ("小王的店", "（姓名已隐去）的店"),
        ("住幸福小区3号楼2单元501室", "住幸福小区（住址已隐去）"),
        ("我家住在河湾村二组15号，", "我家住在（住址已隐去），"),
    ],
)
def test_it_covers(text, shown):
    assert mask(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月20日下午3点，停了15辆车",
        "投诉LX2026-000123还没有答复",
        "小区门口的小吃店排队，老人小孩都过不去",
        "楼上楼下三层都堆满了",
        "川流不息的车",
        "音箱声音老高了",
        "小黄车堆成山",
        "给您添麻烦了，谢谢老师傅",
        "第12排第3个摊位",
        "一共花了12345678元",
    ],
)
def test_it_leaves_alone(text):
    assert find_personal(text) == []


@given(st.text(alphabet="0123456789 -陕A王张号楼我叫住室一微信@.x１", max_size=80))
def test_masks_never_overlap_and_lie_in_the_text(text):
    masks = find_personal(text)

    assert all(0 <= each.start < each.end <= len(text) for each in masks)
    assert all(one.end <= other.start for one, other in pairwise(masks))


@given(st.integers(0, 999_999_999), st.sampled_from(["", " ", "-"]))
def test_every_mobile_number_is_found(rest, gap):
    digits = f"{rest:09}"
    number = f"13{digits[0]}{gap}{digits[1:5]}{gap}{digits[5:]}"
    (found,) = find_personal(f"请打{number}。")

    assert found.kind == PersonalKind.PHONE
