"""Wordings are brought in and published at the desk."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.users.models import User
from publicity.models import Clause, PenaltyLink, RegulationVersion
from publicity.services.wordings import (
    draft_version,
)
from publicity.workflow import VersionState
from tests.portal.make import make_unit
from tests.publicity.make_reading import make_regulation
from tests.publicity.make_wordings import (
    FIRST,
    NEW,
    OLD,
    SECOND,
    add,
    bring_in,
    crawl,
    make_two,
    make_user,
)
from tests.publicity.wording import texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


def test_an_editor_sees_the_faults_by_line_and_the_text_is_kept(client):
    regulation = make_regulation()
    client.force_login(make_user("alice"))

    response = bring_in(client, regulation, texts.MISSING_NUMBER, look="1")

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    [line], [kept] = page.select("#line-3"), page.select("textarea")
    assert "没有项号" in line.text
    assert "乱倒污水；" in kept.text
    refused = bring_in(client, regulation, texts.MISSING_NUMBER, keep="1")
    assert refused.status_code == 400
    assert not RegulationVersion.objects.exists()


def test_an_editor_brings_in_and_another_publishes(client):
    regulation = make_regulation(slug="r")
    client.force_login(make_user("alice"))
    response = bring_in(client, regulation, FIRST, keep="1")
    version = RegulationVersion.objects.get()
    assert response.status_code == 302
    client.post(response["Location"])
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT

    client.force_login(make_user("bob"))
    client.post(response["Location"], read(client, version))
    version.refresh_from_db()

    assert version.state == VersionState.PUBLISHED
    repeal = reverse("publicity_wording_repeal", args=[version.pk])
    assert client.get(repeal).status_code == 200
    client.post(repeal, {"on": "2026-12-01", "because": "决定"})
    version.refresh_from_db()
    assert version.repealed_on == date(2026, 12, 1)


def read(client, version):
    """Open the page where a version is published; return what its button sends."""
    address = reverse("publicity_wording_publish", args=[version.pk])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {"stamp": page.select("input[name=stamp]")[0]["value"]}


def rewrite(version):
    version.clauses.filter(anchor="art-2").update(text="不得在树上钉挂。")


def note(version):
    version.clauses.filter(anchor="art-2").update(penalty="罚五百元。")


def pair(version):
    duty, penalty = version.clauses.filter(anchor__in=["art-1", "art-3"])
    PenaltyLink.objects.create(duty_clause=duty, penalty_clause=penalty, max=500)


def charge(version):
    version.clauses.get(anchor="art-1").responsible_units.add(make_unit())


@pytest.mark.parametrize("change", [rewrite, note, pair, charge])
def test_gw_38_what_was_changed_while_somebody_read_it_is_not_published(client, change):
    version = draft_version(
        make_regulation(), FIRST, effective_on=OLD, by=make_user("alice")
    )
    client.force_login(make_user("bob"))
    address = reverse("publicity_wording_publish", args=[version.pk])
    seen = read(client, version)

    change(version)
    told = client.post(address, seen).text

    version.refresh_from_db()
    assert version.state == VersionState.DRAFT
    assert "请重新核对下面的全文再公布" in told
    client.post(address, read(client, version))
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED


def test_gw_38_who_publishes_reads_every_word_and_the_faults_that_were_accepted(client):
    alice = make_user("alice")
    version = draft_version(
        make_regulation(),
        texts.MISSING_NUMBER,
        effective_on=OLD,
        by=alice,
        accepting_faults=True,
    )
    Clause.objects.filter(version=version, kind="article").update(
        plain_note="说白了。", example="比如说。", penalty="罚五十元。"
    )
    client.force_login(make_user("bob"))

    response = client.get(reverse("publicity_wording_publish", args=[version.pk]))

    [page] = BeautifulSoup(response.content, "html.parser").select("main")
    for clause in version.clauses.all():
        assert page.find(id=clause.anchor), clause.anchor
        assert all(line in page.text for line in clause.text.splitlines())
    for shown in ("说白了。", "比如说。", "罚五十元。", "没有项号", "alice"):
        assert shown in page.text
    assert "no_item_number" not in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"regulation": "x"},
        {"regulation": "99999999999999999999"},
        {"effective_on": "2026-13-01"},
        {"text": "第一条　甲。\x00"},
        {"text": ""},
        {"text": "x" * 400_001},
        {"text": "（" * 20_000},
        {"text": "第" * 20_000 + "\n第九九九九九条　甲。"},
    ],
    ids=["word", "huge", "month", "nul", "empty", "long", "brackets", "numbers"],
)
def test_hostile_input_is_refused_with_a_sentence(client, fields):
    client.force_login(make_user("alice"))

    response = bring_in(client, make_regulation(), FIRST, keep="1", other=fields)

    assert response.status_code == 400
    assert not RegulationVersion.objects.exists()


def test_a_text_that_is_too_long_is_told_so_and_no_browser_cuts_it_off(client):
    client.force_login(make_user("alice"))

    response = bring_in(client, make_regulation(), "甲" * 400_001, look="1")

    page = BeautifulSoup(response.content, "html.parser")
    [kept] = page.select("textarea[name=text]")
    assert response.status_code == 400
    assert "文本有400001字" in response.text
    assert len(kept.text.strip()) == 400_001
    assert not kept.has_attr("maxlength")
    [form] = [form for form in page.find_all("form") if kept in form.descendants]
    assert form["enctype"] == "multipart/form-data"  # urlencoded it is too big to read


def test_a_stranger_may_do_none_of_it(client):
    version = draft_version(make_regulation(), FIRST, effective_on=OLD, by=None)
    client.force_login(User.objects.create_user("eve", password="x"))

    for name, args in (
        ("bring_in", []),
        ("publish", [version.pk]),
        ("repeal", [version.pk]),
    ):
        address = reverse(f"publicity_wording_{name}", args=args)
        assert client.post(address).status_code in {302, 403}
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


@pytest.mark.parametrize("text", [texts.PLAIN, texts.PARTS, FIRST])
def test_every_anchor_and_reference_resolves(client, text):
    regulation = make_regulation(slug="r")
    add(regulation, text, OLD)
    add(regulation, SECOND, NEW)

    assert crawl(client, regulation) > 4


def test_who_chooses_a_clause_sees_which_wording_is_in_force(client):
    make_two()
    client.force_login(make_user("alice"))
    viewset = Clause.snippet_viewset.chooser_viewset

    response = client.get(reverse(viewset.get_url_name("choose_results")))

    rows = BeautifulSoup(response.content, "html.parser").select("tbody tr")
    told = {(str(NEW.year) in row.text, row.find_all("td")[-1].text) for row in rows}
    assert {(is_new, text.strip()) for is_new, text in told} == {
        (False, "是"),
        (True, "否"),
    }
