"""Notices as everybody reads them: the list, the page of one, feed, map and search."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.search import index

from portal.timeline.services import record
from reports.notices.deadlines import deadline_of
from reports.notices.links import address_of
from reports.notices.models import (
    NoticeComplaint,
    NoticeProblem,
    OverdueRecord,
    RectificationNotice,
)
from reports.notices.public.looks import Look, look_of, that_look
from reports.notices.workflow import UNNUMBERED, NoticeState
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.complaints.make_public import make_public as make_complaint
from tests.reports.notices.make import PROBLEM, make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = NoticeState


def make_public(state: NoticeState = _S.SERVED, **fields: Any) -> RectificationNotice:
    return make_notice(state=state, is_public=True, **fields)


def test_a_reader_sees_the_slip_the_time_left_and_what_happened(client):
    notice = make_public(due_at=timezone.now() + timedelta(days=3, minutes=5))
    record(notice, "serve", by=make_user(), public_text="送达责任单位。")

    page = client.get(address_of(notice)).text

    for words in (
        notice.number,
        notice.title,
        notice.unit.name,
        PROBLEM,
        "整改通知单",
        "还剩3天",
        "送达责任单位。",
    ):
        assert words in page


def test_no_name_of_an_inspector_and_no_exact_place_of_a_resident_is_told(client):
    inspector = make_user()
    inspector.last_name, inspector.first_name = "欧阳", "查查"
    inspector.save()
    notice = make_public(
        inspected_by="欧阳查查、司徒看看",
        drafted_by=inspector,
        issued_by=inspector,
        place_text="红砖楼后墙第二根水管旁",
        acknowledged_post="办公室主任",
        lat=31.889137,
        lon=109.531642,
    )
    NoticeComplaint.objects.create(notice=notice, complaint=make_complaint())
    NoticeProblem.objects.create(notice=notice, position=2, text="电话19912345678的摊")
    record(notice, "issue", by=inspector, because="内部理由", public_text="签发。")

    page = client.get(address_of(notice)).text

    for secret in (
        "欧阳",
        "司徒",
        "第二根水管",
        "主任",
        "31.889",
        "19912345678",
        "内部理由",
    ):
        assert secret not in page


@pytest.mark.parametrize("state", sorted({*UNNUMBERED, _S.REVOKED}))
def test_what_was_not_issued_or_was_revoked_is_not_there(client, state):
    notice = make_notice(state=state, is_public=state not in UNNUMBERED)

    assert notice.title not in client.get("/notices/").text
    if notice.year:
        assert client.get(address_of(notice)).status_code == 404


def test_what_is_not_public_is_nowhere(client):
    notice = make_notice(state=_S.SERVED)

    for address in ("/notices/", "/feeds/notices.xml", "/sitemap/"):
        assert notice.title not in client.get(address, follow=True).text
    assert client.get(address_of(notice)).status_code == 404


def test_ex34_a_missed_deadline_stays_on_the_page(client):
    notice = make_public(_S.CLOSED, due_at=timezone.now() + timedelta(days=9))
    OverdueRecord.objects.create(
        notice=notice, round=1, due_at=timezone.now() - timedelta(days=1)
    )

    assert "到期没有改好" in client.get(address_of(notice)).text


@pytest.mark.parametrize("key", ["2026-087", "2026-0", "1999-1", "2026-99999999", "x"])
def test_an_address_that_is_none_is_a_404(client, key):
    assert client.get(f"/notices/{key}/").status_code == 404


def test_the_list_is_narrowed_by_unit_area_and_state(client):
    unit, area = make_unit(), make_area()
    mine = make_public(title="城南的事", unit=unit, area=area)
    late = make_public(title="城北的事", due_at=timezone.now() - timedelta(days=1))

    for query, seen, unseen in (
        (f"unit={unit.code}", mine, late),
        (f"area={area.code}", mine, late),
        ("state=late", late, mine),
        ("state=open", mine, late),
    ):
        page = client.get(f"/notices/?{query}").text
        assert seen.title in page
        assert unseen.title not in page
    assert "还没有公开的整改通知单" in client.get("/notices/?state=done").text


@pytest.mark.parametrize("query", ["state=x", "unit=none", "area=%00", "page=0"])
def test_a_choice_that_makes_no_sense_is_a_404(client, query):
    assert client.get(f"/notices/?{query}").status_code == 404


@pytest.mark.parametrize("days", [-2, 2])
def test_each_notice_has_exactly_one_look(days):
    now = timezone.now()
    for state in sorted(set(_S) - UNNUMBERED - {_S.REVOKED}):
        make_public(state, due_at=now + timedelta(days=days))
    everything = RectificationNotice.objects.public()

    for notice in everything:
        found = [
            each
            for each in Look
            if that_look(everything, each, now).filter(pk=notice.pk).exists()
        ]
        assert found == [look_of(notice, now)]


def test_the_list_costs_the_same_however_long_it_is(client):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/notices/").status_code == 200
        return len(queries)

    make_public()
    count()
    before = count()
    for _each in range(5):
        make_public(area=make_area())

    assert count() == before
    assert before <= 12


def test_the_page_costs_the_same_however_much_happened(client):
    notice = make_public()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address_of(notice)).status_code == 200
        return len(queries)

    NoticeComplaint.objects.create(notice=notice, complaint=make_complaint())
    make_public(recurrence_of=notice, occurrence=2)
    count()
    before = count()
    for number in range(2, 6):
        NoticeProblem.objects.create(notice=notice, position=number, text="又一处")
        NoticeComplaint.objects.create(notice=notice, complaint=make_complaint())
        make_public(recurrence_of=notice, occurrence=2)
        record(notice, "remind", by=None, public_text="催办。")

    assert count() == before
    assert before <= 22


def test_it_is_in_the_feeds_on_the_map_and_found_by_number(client):
    notice = make_public()
    index.insert_or_update_object(notice)
    unit_feed = f"/feeds/notices-unit-{notice.unit.code}.xml"

    for address in ("/feeds/notices.xml", unit_feed, "/sitemap/"):
        assert address_of(notice) in client.get(address).text
    assert address_of(notice) in client.get("/search/", {"q": notice.title}).text


def test_a_notice_closed_in_time_says_on_which_day():
    now = timezone.now()
    notice = make_notice(
        state=_S.CLOSED,
        issued_at=now - timedelta(days=6),
        served_at=now - timedelta(days=6),
        submitted_at=now - timedelta(days=1),
        due_at=now + timedelta(days=4),
    )

    deadline = deadline_of(notice)

    assert deadline.said == "第5天改好"
    assert deadline.is_met
    assert [cell.is_used for cell in deadline.cells] == [True] * 5 + [False] * 5
