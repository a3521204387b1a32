"""The pages of imports and exports in the CMS, and what a hostile file does to them."""

import io
import random
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.users.models import User
from portal.users.roles import Role
from quizzes.bank.formats import csv, gift, xlsx
from quizzes.bank.formats.examples import EXAMPLES
from quizzes.bank.models import Question
from quizzes.bank.workflow import Kind, Topic
from tests.portal.users.make import make_user
from tests.quizzes.make import make_pool, make_question

pytestmark = pytest.mark.django_db


def make_editor() -> User:
    user = make_user(role=Role.WEB_EDITOR)
    user.user_permissions.add(Permission.objects.get(codename="import_question"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def upload(client: Any, name: str, content: bytes, **typed: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("bank_files:import"), {"file": file, **typed})


def test_a_file_is_shown_before_it_is_kept(editor):
    shown = upload(editor, "题库.xlsx", xlsx.template())

    assert shown.status_code == 200
    assert f"新题{len(EXAMPLES)}道" in shown.text
    assert not Question.objects.exists()
    token = shown.context["shown"]
    done = editor.post(reverse("bank_files:confirm"), {"shown": token}, follow=True)
    assert f"导入了{len(EXAMPLES)}道题" in done.text
    assert Question.objects.count() == len(EXAMPLES)


def test_a_new_version_says_what_changes(editor):
    question = make_question(code="Q1", stem="旧的题干？")

    shown = upload(editor, "a.gift", "::Q1::新的题干？{=甲 ~乙}".encode())

    assert "新版本" in shown.text
    assert "题干、选项和答案" in shown.text
    assert "原来：旧的题干？" in shown.text
    question.refresh_from_db()
    assert question.versions.count() == 1


def test_an_unchanged_file_offers_nothing_to_keep(editor):
    make_question(code="Q1")
    content = editor.get(reverse("bank_files:export"), {"format": "xlsx"}).content

    shown = upload(editor, "a.xlsx", content)

    assert "没有变化1道" in shown.text
    assert 'name="shown"' not in shown.text


def test_a_bad_row_is_named_and_nothing_is_kept(editor):
    content = csv.write(EXAMPLES).decode().replace("判断题", "辩论题").encode()

    answer = upload(editor, "a.csv", content)

    assert answer.status_code == 422
    assert "辩论题" in answer.text
    assert "<td>4</td><td>题型</td>" in answer.text
    assert not Question.objects.exists()


def test_what_cannot_be_asked_is_told_and_the_rest_can_be_kept(editor):
    shown = upload(editor, "a.gift", "题{T}\n\n论述{}".encode(), topic="law")

    assert shown.status_code == 200
    assert "<td>3</td>" in shown.text
    assert "论述题" in shown.text
    assert "新题1道" in shown.text


def test_a_text_of_a_file_is_no_markup_of_the_page(editor):
    shown = upload(editor, "a.gift", b"<script>x</script>{T}", topic="law")

    assert "<script>x" not in shown.text


def test_a_preview_that_is_stale_is_a_conflict(editor):
    token = upload(editor, "a.gift", "::Q1::题{T}".encode(), topic="law").context[
        "shown"
    ]
    make_question(code="Q1", kind=Kind.TRUE_FALSE)

    answer = editor.post(reverse("bank_files:confirm"), {"shown": token})

    assert answer.status_code == 409
    assert "题库有了变化" in answer.text


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "中" * 100])
def test_a_forged_preview_is_refused(editor, token):
    answer = editor.post(reverse("bank_files:confirm"), {"shown": token})

    assert answer.status_code == 422


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bent(content: bytes) -> bytes:
    """Return a workbook with a few bytes of its middle changed."""
    changed = bytearray(content)
    chance = random.Random(7)  # noqa: S311 -- the same file every time
    for _each in range(200):
        changed[chance.randrange(40, len(changed))] = chance.randrange(256)
    return bytes(changed)


DEMO = settings.BASE_DIR / "site/demo"
HOSTILE = {
    "bomb.xlsx": zipped(xl__sheet=b"0" * 80_000_000),
    "many.xlsx": zipped(**{f"f{n}": b"" for n in range(600)}),
    "no-book.xlsx": zipped(a=b"b"),
    "bent.xlsx": bent((DEMO / "questions.xlsx").read_bytes()),
    "cut.xlsx": (DEMO / "questions.xlsx").read_bytes()[:9000],
    "text.xlsx": b"just words",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "page.csv": b"<html><table><tr><td>1</td></tr></table>",
    "doctype.xml": b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>',
    "open.xml": b"<quiz><question>",
    "other.xml": b"<?xml version='1.0'?><rss/>",
    "big.csv": b"a,b\r\n" * 2_100_000,
    "big.gift": b"x" * 10 * 2**20,
    "many.gift": b"x\n\n" * 100_000,
    "nul.csv": b"\x00" * 5000,
    "nul.gift": b"a\x00b",
    "nul2.csv": "题型,题干,答案\r\n\x00,\x00,\x00\r\n".encode(),
    "quotes.csv": b'"a,b\n"c"d,e',
    "noise.txt": bytes(range(128, 256)) * 20,
    "surrogate.txt": b"\xed\xa0\x80{T}",
    "brackets.gift": b"// " + b"[id:" * 400_000 + b"\nx{",
    "equals.gift": b"x{" + b"=" * 400_000 + b"}",
    "tags.gift": b"[html]" + b"<!--" * 400_000 + b"{}",
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "empty.csv": b"",
    "mark.csv": b"\xef\xbb\xbf",
    "script.php": b"<?php echo 1; ?>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_u4_i1_a_hostile_file_gets_a_sentence(editor, name):
    answer = upload(editor, name, HOSTILE[name], topic="law")

    assert answer.status_code == 422
    assert "。" in answer.context["form"].errors.as_text() or answer.context["problems"]
    assert not Question.objects.exists()


def test_a_workbook_with_the_wrong_name_is_read_all_the_same(editor):
    assert upload(editor, "题库.csv", xlsx.template()).status_code == 200


def test_no_file_is_said(editor):
    answer = editor.post(reverse("bank_files:import"), {})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["xlsx", "csv", "gift", "xml"])
def test_a_selection_goes_out_as_a_file(editor, name, django_assert_max_num_queries):
    for n in range(12):
        make_question(topic=Topic.LAW, stem=f"法律题{n}？")
    make_question(topic=Topic.HEALTH, stem="健康题？")

    with django_assert_max_num_queries(12):
        answer = editor.get(
            reverse("bank_files:export"), {"format": name, "topic": "law"}
        )

    assert answer.status_code == 200
    assert f".{name}" in answer["Content-Disposition"]
    shown = upload(editor, f"a.{name}", answer.content)
    assert "没有变化12道" in shown.text


def test_a_selection_is_narrowed_as_the_list_of_questions_is(editor):
    wanted = make_question(topic=Topic.LAW, difficulty=4, stem="罚款多少？", code="Q7")
    make_question(topic=Topic.LAW, difficulty=2, stem="罚款几天？")
    pool = make_pool(questions=[wanted])
    address = reverse("bank_files:export")
    typed = {"q": "罚款 q7", "pool": pool.pk, "kind": "single", "state": "ready"}

    text = editor.get(address, {**typed, "difficulty": "4", "format": "gift"}).text

    assert "罚款多少" in text
    assert "罚款几天" not in text
    assert "有1道题" in editor.get(address, {"difficulty": "4"}).text


@pytest.mark.parametrize(
    "query", [{"topic": "x"}, {"pool": "0"}, {"pool": "%00"}, {"regulation": "a b"}]
)
def test_i4_a_wrong_selection_is_said(editor, query):
    answer = editor.get(reverse("bank_files:export"), {**query, "format": "csv"})

    assert answer.status_code == 422


def test_an_unknown_format_is_the_page_itself(editor):
    answer = editor.get(reverse("bank_files:export"), {"format": "exe"})

    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", ["import", "template", "export"])
def test_a_stranger_gets_in_nowhere(client, name):
    client.force_login(make_user(role=Role.DESK))

    assert client.get(reverse(f"bank_files:{name}")).status_code == 403


def test_a_stranger_imports_nothing(client):
    client.force_login(make_user(role=Role.DESK))

    assert upload(client, "a.gift", gift.write(EXAMPLES)).status_code == 403
    token = {"shown": "x"}
    assert client.post(reverse("bank_files:confirm"), token).status_code == 403
    assert client.get(reverse("bank_files:confirm")).status_code in {403, 405}


def test_the_template_is_a_workbook(editor):
    answer = editor.get(reverse("bank_files:template"))

    assert xlsx.read(answer.content).problems == []
