"""What the forms of the CMS may do to a regulation that is public already."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.review.ledger import Severity, Wording
from portal.timeline.models import Event
from portal.users.roles import Role
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.services.wordings import (
    RefusedByLaw,
    SameHand,
    draft_version,
    publish_version,
)
from tests.portal.users.make import make_user
from tests.publicity.make_media import make_film
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.publicity.make_wordings import FIRST, OLD

pytestmark = pytest.mark.django_db
MOBILE = "请打13800138000。"
THIRD = {
    "kind": "article",
    "number": "3",
    "label": "第三条",
    "anchor": "art-3",
    "position": "9",
    "text": "不得乱倒。",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def enter(client):
    def as_role(role):
        user = make_user(role=role)
        client.force_login(user)
        return user

    return as_role


def address(row, view="edit", *args):
    return reverse(type(row).snippet_viewset.get_url_name(view), args=args)


def sent(page):
    """Return what a browser sends of the form on the page, in its way."""
    fields = {}
    for field in page.select("form input[name], form textarea[name], form select"):
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            value = field.text.removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            if not (chosen := field.select_one("option[selected]")):
                continue
            value = chosen["value"]
        else:
            value = field.get("value", "")
        fields[field["name"]] = value
    return fields


def save(client, row, **fields):
    """Open a row, change some fields and save it; return what the editor is told."""
    where = address(row, "edit", row.pk)
    page = BeautifulSoup(client.get(where).content, "html.parser")
    return client.post(where, sent(page) | fields, follow=True).text


def add(client, like, **fields):
    """Add a row by the form for rows like `like`."""
    where = address(like, "add")
    page = BeautifulSoup(client.get(where).content, "html.parser")
    return client.post(where, sent(page) | fields, follow=True)


def make_public():
    version = make_version(make_regulation(slug="r"), effective_on=OLD)
    make_clause(version, 1, text="应当打扫：\n（一）地面；\n（二）墙面。")
    make_clause(version, 2, text="不打扫的，罚款。")
    return version


@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.CHIEF_EDITOR])
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "应当每天打扫。"},
        {"anchor": "art-9"},
        {"label": "第九条"},
        {"title": "打扫"},
        {"number": "9"},
    ],
    ids=lambda fields: "".join(fields),
)
def test_rg_03_the_wording_of_a_public_clause_is_nobodys_to_change(
    client, enter, role, fields
):
    clause = make_public().clauses.get(anchor="art-1")
    enter(role)

    told = save(client, clause, **fields)

    assert "已经公布的条文" in told
    assert "导入文本" in told
    assert Clause.objects.filter(pk=clause.pk, text=clause.text).exists()
    assert not Clause.objects.filter(pk=clause.pk, **fields).exists()


def test_rg_03_the_days_of_a_public_version_and_its_address_stand(client, enter):
    version = make_public()
    enter(Role.CHIEF_EDITOR)

    for row, fields in (
        (version, {"effective_on": "2026-01-01"}),
        (version, {"title_note": "另一个题注"}),
        (version.regulation, {"slug": "s"}),
    ):
        assert "已经公布的条文" in save(client, row, **fields)

    assert client.get("/regulations/r/2026-03-01/").status_code == 200


def test_nothing_is_put_into_a_public_version(client, enter):
    version = make_public()
    draft = make_version(make_regulation(), state="draft")
    mine = make_clause(draft, 3, text="我的条文。")
    enter(Role.CHIEF_EDITOR)

    added = add(client, mine, version=version.pk, **THIRD)
    moved = save(client, mine, version=version.pk)
    hung = save(client, mine, parent=version.clauses.first().pk)

    assert "已经公布的条文" in added.text
    assert "不能换到别的版本去" in moved
    assert "上一级不在这个版本里" in hung
    assert version.clauses.count() == 2
    assert client.get("/regulations/r/art-1/").status_code == 200


def test_gw_38_what_is_said_of_a_public_clause_is_the_publishers_to_change(
    client, enter
):
    clause = make_public().clauses.get(anchor="art-1")

    enter(Role.WEB_EDITOR)
    refused = save(client, clause, plain_note="天天扫。")
    chief = enter(Role.CHIEF_EDITOR)
    save(client, clause, plain_note="天天扫。", penalty="罚五十元。")

    assert "只有能公布法规的人可以加注" in refused
    assert "天天扫。" in client.get("/regulations/r/art-1/").text
    event = Event.objects.of(clause).get()
    assert (event.verb, event.actor) == ("annotate", chief)
    assert "大白话： → 天天扫。" in event.because


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"example": MOBILE}, "有完整的手机号"),
        ({"plain_note": "他是盲流。"}, "“盲流”：请写外来人员"),
    ],
)
def test_gw_39_gw_40_what_is_said_of_a_public_clause_is_looked_through(
    client, enter, fields, sentence
):
    Wording.objects.create(
        pattern="盲流", advice="请写外来人员", severity=Severity.REFUSE
    )
    clause = make_public().clauses.get(anchor="art-1")
    enter(Role.CHIEF_EDITOR)

    told = save(client, clause, **fields)

    assert sentence in told
    assert not Event.objects.exists()
    assert not Clause.objects.filter(**fields).exists()


def test_tv_07_a_film_of_a_public_clause_has_captions(client, enter):
    clause = make_public().clauses.get(anchor="art-1")
    enter(Role.CHIEF_EDITOR)

    told = save(client, clause, film=make_film(captions=False).pk)
    assert "视频没有字幕" in told
    save(client, clause, film=make_film().pk)

    clause.refresh_from_db()
    assert clause.film.captions


def test_drafts_are_the_web_editors_to_write(client, enter):
    draft = make_version(make_regulation(), state="draft")
    clause = make_clause(draft, 1, text="应当打扫。")
    enter(Role.WEB_EDITOR)

    save(client, clause, text="应当每天打扫。", anchor="art-2", example=MOBILE)

    clause.refresh_from_db()
    assert (clause.text, clause.anchor) == ("应当每天打扫。", "art-2")


def test_a_pair_of_public_clauses_is_the_publishers_and_leaves_a_trace(client, enter):
    duty, penalty = make_public().clauses.all()
    link = PenaltyLink.objects.create(duty_clause=duty, penalty_clause=penalty, max=50)

    enter(Role.WEB_EDITOR)
    refused = save(client, link, max="500")
    enter(Role.CHIEF_EDITOR)
    save(client, link, max="100")
    client.post(address(link, "delete", link.pk))

    assert "只有能公布法规的人可以加注" in refused
    told = list(Event.objects.of(duty).values_list("because", flat=True))
    assert told[0] == "最高：50 → 100"
    assert "罚款100元以下" in told[1]
    assert not PenaltyLink.objects.exists()


@pytest.mark.parametrize("model", [Regulation, RegulationVersion, Clause])
def test_gw_64_what_is_public_is_not_deleted(client, enter, model):
    make_public()
    row = model.objects.first()
    enter(Role.ADMINISTRATOR)
    many = reverse(
        "wagtail_bulk_action", args=["publicity", model._meta.model_name, "delete"]
    )

    for where in (address(row, "delete", row.pk), f"{many}?id={row.pk}"):
        answer = client.post(where, follow=True)
        assert "已经公布，不能删除" in answer.text

    assert client.get("/regulations/r/2026-03-01/art-1/").status_code == 200


def test_a_draft_may_be_deleted(client, enter):
    draft = make_version(make_regulation(), state="draft", articles=1)
    enter(Role.CHIEF_EDITOR)

    client.post(address(draft, "delete", draft.pk))

    assert not RegulationVersion.objects.exists()


def test_gw_39_a_version_is_looked_through_before_it_is_public():
    version = draft_version(make_regulation(), FIRST, effective_on=OLD, by=None)
    version.clauses.filter(anchor="art-2").update(
        example=MOBILE, film=make_film(captions=False)
    )

    with pytest.raises(RefusedByLaw) as refusal:
        publish_version(version, by=None)

    assert "第二条 举例：有完整的手机号" in str(refusal.value)
    assert "第二条 手语或字幕视频：视频没有字幕" in str(refusal.value)
    version.refresh_from_db()
    assert version.state == "draft"


def test_gw_38_who_writes_a_draft_by_the_forms_does_not_publish_it(client, enter):
    regulation = make_regulation()
    chief = enter(Role.CHIEF_EDITOR)
    add(
        client, RegulationVersion(), regulation=regulation.pk, effective_on="2026-03-01"
    )
    version = regulation.versions.get()
    add(client, Clause(), version=version.pk, **THIRD)

    with pytest.raises(SameHand):
        publish_version(version, by=chief)
    publish_version(version, by=make_user(role=Role.REVIEWER))

    verbs = list(Event.objects.of(version).values_list("verb", flat=True))
    assert verbs == ["edit", "edit", "publish"]


@pytest.mark.parametrize("act", ["rewrite", "delete"])
def test_gw_38_who_rewrites_anothers_draft_does_not_publish_it(client, enter, act):
    alice, bob = make_user(), make_user(role=Role.CHIEF_EDITOR)
    version = draft_version(make_regulation(), FIRST, effective_on=OLD, by=alice)
    clause = version.clauses.get(anchor="art-2")
    client.force_login(bob)

    if act == "rewrite":
        save(client, clause, text="不得钉挂。")
    else:
        client.post(address(clause, "delete", clause.pk))

    with pytest.raises(SameHand):
        publish_version(version, by=bob)


def test_gw_38_nobody_publishes_what_nobody_has_written():
    version = make_version(make_regulation(), state="draft", articles=1)

    with pytest.raises(SameHand, match="没有记下"):
        publish_version(version, by=make_user(role=Role.CHIEF_EDITOR))
