"""The inspectors' desk: who sees what, and what is pressed does what it says (C10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.evidence.services import receive_photo
from portal.timeline.services import record
from portal.users.roles import Role
from reports.complaints.workflow import ComplaintState
from reports.notices import services
from reports.notices.desk import urls
from reports.notices.desk.actions import ACTIONS, open_to
from reports.notices.desk.queues import QUEUES
from reports.notices.desk.scopes import visible_to
from reports.notices.models import (
    LadderProposal,
    LadderStep,
    NoticeEvidence,
    RectificationNotice,
)
from reports.notices.workflow import NoticeState, PhotoRole
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.complaints.make_desk import make_complaint
from tests.reports.notices.make import PROBLEM, make_notice
from tests.reports.notices.make_desk import (
    do,
    make_inspector,
    names_with,
    picture,
)

pytestmark = pytest.mark.django_db


_S = NoticeState


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


OF_A_NOTICE: list[tuple[str, list[Any]]] = [
    *[(name, []) for name in names_with("pk")],
    *[("act", [action.verb]) for action in ACTIONS],
    ("clear_photo", [1]),
    ("decide_proposal", [1]),
]


LISTS: list[tuple[str, list[Any]]] = [
    *[(name, []) for name in names_with()],
    *[(name, [queue.code]) for name in names_with("code") for queue in QUEUES],
]


def test_every_address_of_the_desk_is_in_one_of_the_tables():
    known = {name for name, _more in [*OF_A_NOTICE, *LISTS]}

    assert known == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize(("name", "more"), OF_A_NOTICE)
def test_c10_another_areas_notice_is_not_there(client, name, more):
    mine, other = make_area(), make_area()
    notice = make_notice(state=_S.SERVED, area=other)
    client.force_login(make_inspector(area=mine))

    for send in (client.get, client.post):
        answer = send(
            reverse(f"notice_desk:{name}", args=[notice.pk, *more]),
            {"version": notice.version, "because": "x", "text": "x"},
        )
        assert answer.status_code in {403, 404, 405}
        assert PROBLEM not in answer.text
    before = RectificationNotice.objects.get(pk=notice.pk)
    assert before.version == notice.version


@pytest.mark.parametrize(("name", "more"), LISTS)
def test_c10_no_list_shows_another_areas_notice(client, name, more):
    notice = make_notice(state=_S.SERVED, area=make_area(), title="别处的秘密")
    client.force_login(make_inspector(area=make_area()))

    for query in ({}, {"q": "别处"}):
        answer = client.get(
            reverse(f"notice_desk:{name}", args=more), query, follow=True
        )
        assert answer.status_code == 200
        assert notice.title not in answer.text


@pytest.mark.parametrize("role", [None, Role.WEB_EDITOR, Role.TV_EDITOR])
def test_a_stranger_to_the_desk_gets_nowhere(client, role):
    notice = make_notice(state=_S.SERVED)
    if role:
        client.force_login(make_user(role=role))
    addresses = [
        *(reverse(f"notice_desk:{name}", args=more) for name, more in LISTS),
        *(
            reverse(f"notice_desk:{name}", args=[notice.pk, *more])
            for name, more in OF_A_NOTICE
        ),
    ]

    for address in addresses:
        for answer in (client.get(address), client.post(address)):
            if role:
                assert answer.status_code in {403, 405}, address
            else:
                assert answer.status_code == 302, address
                assert "/login/" in answer["Location"]


def test_whoever_works_for_the_unit_reads_and_decides_nothing(client):
    unit = make_unit()
    notice = make_notice(state=_S.SUBMITTED, unit=unit)
    unserved = make_notice(state=_S.ISSUED, unit=unit)
    user = make_inspector(unit=unit)
    user.groups.add(Group.objects.get(name=Role.HEAD.value))
    client.force_login(user)

    page = client.get(reverse("notice_desk:case", args=[notice.pk]))

    assert page.status_code == 200
    assert open_to(user, notice) == []
    assert set(visible_to(user)) == {notice}
    assert unserved not in visible_to(user)
    for action in ACTIONS:
        assert do(client, notice, action.verb, because="x").status_code == 403
    for name in ("print", "edit", "complete"):
        answer = client.post(reverse(f"notice_desk:{name}", args=[notice.pk]))
        assert answer.status_code in {403, 404}
    assert client.get(reverse("notice_desk:new")).status_code == 403


def test_each_queue_holds_what_it_says(client):
    head = make_user(role=Role.HEAD)
    now = timezone.now()
    notices = {
        "drafts": make_notice(),
        "serve": make_notice(state=_S.ISSUED),
        "today": make_notice(state=_S.SERVED, due_at=now + timedelta(seconds=30)),
        "overdue": make_notice(state=_S.SERVED, due_at=now - timedelta(days=1)),
        "plans": make_notice(state=_S.PLANNED),
        "reinspect": make_notice(state=_S.SUBMITTED),
        "confirm": make_notice(state=_S.PASSED),
        "objections": make_notice(state=_S.OBJECTED),
        "extensions": make_notice(state=_S.ACKNOWLEDGED),
        "photos": make_notice(state=_S.REINSPECTING),
        "ladder": make_notice(state=_S.ACKNOWLEDGED),
    }
    services.ask_extension(notices["extensions"], by=make_user(), because="等零件")
    NoticeEvidence.objects.create(
        notice=notices["photos"],
        evidence=receive_photo(picture()),
        role=PhotoRole.AFTER,
        warnings=["near_copy"],
    )
    LadderProposal.objects.create(
        step=LadderStep.objects.create(order=1, name="约谈"),
        unit=notices["ladder"].unit,
        notice=notices["ladder"],
        because="逾期",
    )
    client.force_login(head)

    for code, notice in notices.items():
        page = client.get(reverse("notice_desk:queue", args=[code])).text
        assert reverse("notice_desk:case", args=[notice.pk]) in page, code


def test_the_queues_cost_the_same_however_full_they_are(client):
    client.force_login(make_user(role=Role.HEAD))
    address = reverse("notice_desk:queue", args=["all"])

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make_notice(state=_S.SERVED)
    count()
    before = count()
    for state in (_S.DRAFT, _S.ISSUED, _S.SERVED, _S.PASSED, _S.OBJECTED):
        make_notice(state=state, area=make_area())

    assert count() == before


def test_the_page_of_a_notice_costs_the_same_however_much_happened(client):
    notice = make_notice(state=_S.SUBMITTED)
    client.force_login(make_user(role=Role.HEAD))

    def grow() -> None:
        NoticeEvidence.objects.create(
            notice=notice,
            evidence=receive_photo(picture()),
            role=PhotoRole.AFTER,
            warnings=["too_far"],
        )
        notice.submissions.create(round=1, text="好了", at=timezone.now())
        notice.complaint_links.create(
            complaint=make_complaint(state=ComplaintState.FILED)
        )
        record(notice, "remind", by=make_user(), public_text="催办。")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            address = reverse("notice_desk:case", args=[notice.pk])
            assert client.get(address).status_code == 200
        return len(queries)

    grow()
    count()
    before = count()
    for _each in range(3):
        grow()

    assert count() == before
