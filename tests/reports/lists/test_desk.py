"""Who may do what with lists and commendations in the CMS, and what is kept of it."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.tokens import hash_token
from portal.users.roles import Role
from reports.complaints.refusals import Refused, SameHand
from reports.complaints.services.links import issue_link
from reports.complaints.workflow import ComplaintState
from reports.lists import follow_up
from reports.lists.follow_up import Clip, Reason, monday_of, sheet
from reports.lists.models import Commendation, Formula, ListObjection, UnitList
from reports.lists.services.commending import (
    change_commendation,
    draft_commendation,
    publish_commendation,
    withdraw_commendation,
)
from reports.lists.services.previewing import object_to_row
from reports.lists.unit_page.panel import _to_check
from reports.lists.workflow import CommendationKind, ListState, ObjectionKind
from reports.notices.workflow import NoticeState
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.lists.make import (
    first_row,
    make_clerk,
    make_commendation,
    make_formula,
    make_head,
    make_list,
)
from tests.reports.make import make_complaint
from tests.reports.notices.make import make_notice

pytestmark = pytest.mark.django_db
_L = ListState


def address(unit_list, verb=""):
    if verb:
        return reverse("lists_desk:act", args=[unit_list.pk, verb])
    return reverse("lists_desk:case", args=[unit_list.pk])


def press(client, unit_list, verb, **typed):
    return client.post(
        address(unit_list, verb), {"version": unit_list.version, **typed}
    )


@pytest.fixture
def desk(client):
    client.force_login(make_clerk())
    return client


def test_a_list_is_begun_computed_and_shown_to_the_units(desk):
    formula = make_formula()
    unit = make_unit(name="卫生站")
    typed = {
        "period": "2026-10",
        "title": "10月红黑榜",
        "starts_on": "2026-09-16",
        "ends_on": "2026-10-15",
        "formula": formula.pk,
    }
    due = datetime(2026, 10, 8, 10, tzinfo=UTC)
    make_notice(unit=unit, state=NoticeState.CLOSED, due_at=due)

    response = desk.post(reverse("lists_desk:index"), typed)
    unit_list = UnitList.objects.get()
    again = desk.post(reverse("lists_desk:index"), typed)
    with time_machine.travel("2026-10-16T09:00:00+08:00"):
        press(desk, unit_list, "compute")
        unit_list.refresh_from_db()
        press(desk, unit_list, "preview")

    assert response.status_code == 302
    assert again.status_code == 422
    assert "10月红黑榜" in again.text  # what was typed is kept
    unit_list.refresh_from_db()
    assert unit_list.state == _L.PREVIEW
    assert "卫生站" in desk.get(address(unit_list)).text


@pytest.mark.parametrize(
    ("role", "verb", "state", "status"),
    [
        (Role.INSPECTOR, "compute", _L.COMPUTED, 403),
        (Role.INSPECTOR, "publish", _L.FROZEN, 403),
        (Role.DESK, "publish", _L.FROZEN, 403),
        (Role.DESK, "erratum", _L.PUBLISHED, 403),
        (Role.HEAD, "compute", _L.COMPUTED, 403),
        (Role.HEAD, "publish", _L.FROZEN, 302),
        (Role.DESK, "preview", _L.COMPUTED, 302),
        (Role.DESK, "freeze", _L.PREVIEW, 422),  # too early
        (Role.DESK, "preview", _L.PUBLISHED, 409),
        (Role.DESK, "nonsense", _L.COMPUTED, 404),
    ],
)
def test_each_role_has_its_buttons(client, role, verb, state, status):
    client.force_login(make_user(role=role))

    response = press(client, make_list(state=state), verb)

    assert response.status_code == status


@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.TV_EDITOR, None])
def test_a_stranger_is_turned_away(client, role):
    unit_list = make_list()
    if role:
        client.force_login(make_user(role=role))

    for target in (reverse("lists_desk:index"), address(unit_list)):
        assert client.get(target).status_code == (403 if role else 302)
    assert press(client, unit_list, "preview").status_code == (403 if role else 302)


def test_an_old_page_changes_nothing(desk):
    unit_list = make_list()
    UnitList.objects.update(version=7)

    assert press(desk, unit_list, "preview").status_code == 409
    assert desk.post(address(unit_list, "preview")).status_code == 404


def test_a_refused_answer_keeps_what_was_typed(client):
    unit_list = make_list(state=_L.PREVIEW)
    row = first_row(unit_list)
    objection = object_to_row(
        row, by=make_clerk(), kind=ObjectionKind.OBJECTION, text="不是我们的。"
    )
    client.force_login(make_clerk())
    typed = {"objection": objection.pk, "is_upheld": "1"}

    bad = press(client, unit_list, "answer", **typed, answer="长" * 1001)
    good = press(client, unit_list, "answer", **typed, answer="改正后重算。")

    assert (bad.status_code, good.status_code) == (422, 302)
    assert "长" * 1001 in bad.text
    objection.refresh_from_db()
    assert objection.state == "upheld"


def test_an_erratum_is_published_by_a_head(client):
    unit_list = make_list(state=_L.PUBLISHED)
    client.force_login(make_head())

    response = press(
        client, unit_list, "erratum", effect="note", text="日期写错。", post="主任"
    )

    assert response.status_code == 302
    assert "勘误" in client.get(address(unit_list)).text


def test_a_formula_is_added_by_the_administrator_and_changed_by_nobody(client):
    formula = make_formula()
    boss = make_user()
    boss.is_superuser = True
    boss.save()
    client.force_login(boss)

    page = client.get(reverse("wagtailsnippets_reports_formula:add"))
    edit = client.get(
        reverse("wagtailsnippets_reports_formula:edit", args=[formula.pk])
    )
    sent = client.post(
        reverse("wagtailsnippets_reports_formula:add"),
        {
            "title": "率",
            "code": "rectified",
            "version": 9,
            "text": "说明",
            "effective_on": "2026-11-01",
            "counts_notices": "on",
            "kinds": ["department", "market"],
            "minimum_n": 5,
            "level": "0.95",
            "workload": "duties",
            "red_percent": 20,
            "red_from": 90,
            "black_percent": 20,
            "black_below": 80,
        },
    )

    assert page.status_code == 200
    assert edit.status_code == 302
    assert sent.status_code == 302, sent.text[:3000]
    assert Formula.objects.get(version=9).kinds == ["department", "market"]


@pytest.fixture
def unit_link(home_page):
    return issue_link(make_unit(name="城管局"), by=make_user())


def preview_of(link, state=_L.PREVIEW):
    return make_list(
        state=state, counts={link.unit: (4, 6), make_unit(name="别的局"): (6, 6)}
    )


def test_a_unit_reads_its_own_row_and_objects(client, unit_link):
    link, token = unit_link
    unit_list = preview_of(link)
    where = reverse("unit_page_lists:preview", args=[token, unit_list.period])

    page = client.get(where)
    bad = client.post(where, {"kind": "objection", "text": " ", "post": "主任"})
    sent = client.post(where, {"kind": "objection", "text": "第二件不归我们。"})

    assert "拟列" in page.text or "66.7" in page.text
    assert "别的局" not in page.text
    assert page["Cache-Control"] == "no-store"
    assert bad.status_code == 422
    assert "主任" in bad.text
    assert sent.status_code == 302
    assert ListObjection.objects.get().unit == link.unit
    assert "第二件不归我们。" in client.get(where).text
    assert _to_check(link)


@pytest.mark.parametrize("state", sorted(set(_L) - {_L.PREVIEW}))
def test_outside_the_preview_the_units_page_has_no_list(client, unit_link, state):
    link, token = unit_link
    unit_list = make_list(state=state)
    where = reverse("unit_page_lists:preview", args=[token, unit_list.period])

    assert client.get(where).status_code == 404
    assert client.post(where, {"kind": "comment", "text": "好"}).status_code == 404
    assert _to_check(link) is None


def test_a_wrong_secret_opens_nothing(client, unit_link):
    link, token = unit_link
    unit_list = preview_of(link)
    where = reverse(
        "unit_page_lists:preview", args=[hash_token("x", token)[:32], unit_list.period]
    )

    assert client.get(where).status_code == 404


NAMES_OF_PEOPLE = ["张伟", "欧阳娜", "王大爷", "李建国老师"]


@pytest.mark.parametrize("name", NAMES_OF_PEOPLE)
def test_invariant_3_a_commendation_names_no_private_person(name):
    with pytest.raises(Refused, match="个人"):
        draft_commendation(
            by=make_clerk(), kind=CommendationKind.PEOPLE, name=name, citation="好。"
        )
    with pytest.raises(Refused, match="个人信息"):
        draft_commendation(
            by=make_clerk(),
            kind=CommendationKind.TEAM,
            name="护院队",
            citation="联系19900001234。",
        )
    assert not Commendation.objects.exists()


def test_ex07_praise_is_approved_by_another():
    head, clerk = make_head(), make_clerk()
    fields: dict[str, Any] = {
        "kind": CommendationKind.TEAM,
        "name": "护院队",
        "citation": "分段守院。",
    }
    mine = draft_commendation(by=head, **fields)
    theirs = draft_commendation(by=clerk, **fields)

    with pytest.raises(SameHand):
        publish_commendation(mine, by=head)
    with pytest.raises(Refused, match="负责人"):
        publish_commendation(mine, by=clerk)
    publish_commendation(theirs, by=head)
    with pytest.raises(Refused, match="不能再改"):
        change_commendation(theirs, by=clerk, **fields)
    with pytest.raises(Refused, match="负责人"):
        withdraw_commendation(theirs, by=clerk, because="重复")
    withdraw_commendation(theirs, by=head, because="重复")

    assert theirs.state == "withdrawn"
    assert mine.number != theirs.number


def test_a_commendation_is_written_in_the_cms(client):
    client.force_login(make_user(role=Role.WEB_EDITOR))
    typed = {
        "kind": "team",
        "name": "护院队",
        "citation": "分段守院。",
        "awarded_on": "2026-11-02",
    }

    bad = client.post(reverse("lists_desk:add_commendation"), {**typed, "name": ""})
    client.post(reverse("lists_desk:add_commendation"), typed)
    made = Commendation.objects.get()
    client.post(
        reverse("lists_desk:commendation", args=[made.pk]),
        {**typed, "citation": "分段守院，天天清。"},
    )
    publish = client.post(
        reverse("lists_desk:act_commendation", args=[made.pk, "publish"])
    )

    assert bad.status_code == 422
    assert "分段守院" in bad.text
    assert publish.status_code == 422
    made.refresh_from_db()
    assert (made.state, made.citation) == ("draft", "分段守院，天天清。")
    client.force_login(make_head())
    client.post(reverse("lists_desk:act_commendation", args=[made.pk, "publish"]))
    made.refresh_from_db()
    assert made.state == "published"


def test_a_unit_that_was_commended_shows_it(client, home_page):
    unit = make_unit()
    make_commendation(unit=unit, name="巡河队", state="published")

    assert "巡河队" in client.get(unit.get_absolute_url()).text


NOW = "2026-11-25T09:00:00+08:00"  # a Wednesday


@time_machine.travel(NOW)
def test_the_follow_up_sheet_says_where_to_go_and_why(monkeypatch):
    now = timezone.now()
    one, other = make_area(name="甲片区"), make_area(name="乙片区")
    open_: dict[str, Any] = {"state": NoticeState.SERVED, "is_public": True}
    late = make_notice(**open_, area=one, due_at=now - timedelta(days=4))
    soon = make_notice(**open_, area=one, due_at=now + timedelta(days=2))
    back = make_notice(
        **open_,
        area=other,
        due_at=now + timedelta(days=20),
        recurrence_of=make_notice(state=NoticeState.CLOSED),
        occurrence=2,
    )
    make_notice(**open_, area=one, due_at=now + timedelta(days=9))  # next week
    make_notice(state=NoticeState.SUBMITTED, is_public=True, due_at=now)
    make_notice(state=NoticeState.SERVED, due_at=now - timedelta(days=1))  # not public
    told = make_complaint(state=ComplaintState.DISPUTED, area=other, is_published=True)
    make_complaint(state=ComplaintState.DISPUTED, area=other)
    monkeypatch.setattr(follow_up, "_knows_clips", [])
    follow_up.know_clips(lambda keys: {late.pk: Clip("第58期", "/episodes/58/?t=31")})

    legs = sheet(monday_of(date(2026, 11, 25)))

    found = {
        leg.area: [(stop.number, stop.reasons) for stop in leg.stops] for leg in legs
    }
    assert found == {
        one: [(late.number, [Reason.OVERDUE]), (soon.number, [Reason.DUE])],
        other: [(back.number, [Reason.RECURRING]), (told.number, [Reason.DISPUTED])],
    }
    first = legs[0].stops[0]
    assert first.days_late == 4
    assert first.clip == Clip("第58期", "/episodes/58/?t=31")


@time_machine.travel(NOW)
def test_the_sheet_is_read_printed_and_taken_along(
    client, django_assert_max_num_queries
):
    client.force_login(make_user(role=Role.TV_EDITOR))
    area = make_area(name="甲片区")
    for _each in range(8):
        make_notice(
            state=NoticeState.SERVED,
            is_public=True,
            area=area,
            title="=占道",
            due_at=timezone.now() - timedelta(days=1),
        )
    client.get(reverse("lists_desk:follow_up"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("lists_desk:follow_up")).text
    table = client.get(reverse("lists_desk:follow_up_xlsx")).content

    assert "逾期1天" in page
    rows = list(load_workbook(io.BytesIO(table)).active.iter_rows(values_only=True))
    assert len(rows) == 9
    assert rows[1][2] == "'=占道"


@pytest.mark.parametrize("day", ["gestern", "2026-13-01", "1024-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_a_404(client, day):
    client.force_login(make_user(role=Role.TV_EDITOR))

    assert client.get(f"/cms/lists/follow-up/?day={day}").status_code == 404


def test_the_sheet_is_not_for_every_editor(client):
    client.force_login(make_user(role=Role.WEB_EDITOR))

    assert client.get(reverse("lists_desk:follow_up")).status_code == 403
