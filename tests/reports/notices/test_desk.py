"""The inspectors' desk: who sees what, and what is pressed does what it says (C10)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal import fonts
from portal.directory.models import Unit
from portal.evidence.models import Evidence
from portal.evidence.services import receive_photo
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.desk.words import verb_in_words
from reports.complaints.models import UnitLink
from reports.complaints.models.scopes import DeskScope
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
from tests.publicity.posters.make import qr_codes
from tests.reports.complaints.make_desk import make_complaint
from tests.reports.make import make_category
from tests.reports.notices.make import PROBLEM, make_basis, make_mandate, make_notice

pytestmark = pytest.mark.django_db
_S = NoticeState


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


def make_inspector(*, area=None, unit=None) -> User:
    """Without an area or a unit: for the whole county."""
    inspector = make_user(role=Role.INSPECTOR)
    DeskScope.objects.create(user=inspector, area=area, unit=unit)
    return inspector


def picture(name="p.jpg"):
    out = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def do(client, notice, verb, **said):
    return client.post(
        reverse("notice_desk:act", args=[notice.pk, verb]),
        {"version": notice.version, **said},
    )


def names_with(*wanted: str) -> list[str]:
    return [
        str(pattern.name)
        for pattern in urls.urlpatterns
        if set(pattern.pattern.converters) == set(wanted)
    ]


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


def draft_of(**said):
    return {
        "unit_name": "环卫所",
        "checked_at": f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "problem-0-text": "垃圾桶满溢。",
        "requirement": "清运干净。",
        "source": "daily",
        **said,
    }


def test_an_inspector_makes_and_signs_a_notice_in_two_steps(client):
    unit = make_unit(name="临溪县环境卫生所", short_name="环卫所")
    area, mandate = make_area(), make_mandate()
    kind = make_category(name="暴露垃圾", limit=3)
    clause = make_basis()
    kind.clauses.add(clause)
    me, other = make_inspector(), make_inspector()
    client.force_login(me)

    first = client.post(
        reverse("notice_desk:new"),
        draft_of(
            **{
                "problem-0-category": kind.pk,
                "problem-0-photos": picture(),
                "problem-1-text": "地面有污水。",
                "lat": "31.8805",
                "lon": "109.5195",
                "inspectors": [me.pk, other.pk],
            }
        ),
    )
    notice = RectificationNotice.objects.get()
    step_two = client.get(first["Location"])

    assert first["Location"] == reverse("notice_desk:complete", args=[notice.pk])
    assert (notice.unit, notice.area, notice.title) == (unit, area, "暴露垃圾")
    assert notice.limit == 3
    assert [each.text for each in notice.problems.all()] == [
        "垃圾桶满溢。",
        "地面有污水。",
    ]
    assert str(notice.evidence_links.get().problem) == "1. 垃圾桶满溢。"
    assert f'value="{clause.pk}" id="id_clauses_0" checked' in step_two.text
    assert mandate.doc_no in step_two.text

    signed = client.post(
        first["Location"],
        {
            "version": notice.version,
            "mandate": mandate.pk,
            "clauses": [clause.pk],
            "limit": 4,
            "clock": "natural_day",
            "needs_plan": "on",
            "consequence": "曝光。",
            "issue": "1",
        },
    )

    assert signed.status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.issued_by) == (_S.ISSUED, me)
    assert (notice.limit, notice.clock, notice.needs_plan) == (4, "natural_day", True)
    assert str(notice.evidence_links.get().problem) == "1. 垃圾桶满溢。"


def test_clauses_are_found_and_what_was_chosen_is_kept(client):
    clause = make_basis()
    notice = make_notice()
    client.force_login(make_inspector())

    page = client.post(
        reverse("notice_desk:complete", args=[notice.pk]),
        {
            "version": notice.version,
            "limit": 5,
            "clock": "work_day",
            "q": clause.label,
            "find": "1",
        },
    )

    assert page.status_code == 200
    assert str(clause) in page.text


def test_ex02_without_a_mandate_it_stays_a_draft_and_says_why(client):
    notice = make_notice()
    client.force_login(make_inspector())

    page = client.post(
        reverse("notice_desk:complete", args=[notice.pk]),
        {"version": notice.version, "limit": 5, "clock": "work_day", "issue": "1"},
    )

    assert page.status_code == 422
    assert "没有督查授权" in page.text


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"unit_name": "没有的"}, "没有叫这个名字的单位"),
        ({"unit_name": "局"}, "有几个单位都像"),
        ({"problem-0-text": ""}, "请至少写一条存在问题"),
        ({"checked_at": "昨天"}, "检查时间"),
        ({"complaints": "LX2026-999999"}, "没有这个编号"),
        ({"requirement": ""}, "整改要求"),
        ({"problem-0-photos": "junk"}, "照片"),
        ({"checked_at": "2099-01-01T10:00"}, "检查时间不能在以后"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(client, said, problem):
    make_unit(short_name="环卫所")
    make_unit(short_name="住建局")
    make_unit(short_name="交通局")
    client.force_login(make_inspector())
    if said.get("problem-0-photos") == "junk":
        said = {"problem-0-photos": SimpleUploadedFile("x.jpg", b"junk", "image/jpeg")}

    page = client.post(
        reverse("notice_desk:new"), draft_of(place_text="东门外", **said)
    )

    assert page.status_code == 422
    assert problem in page.text
    assert "东门外" in page.text
    assert not RectificationNotice.objects.exists()


def test_photos_of_a_form_that_failed_need_not_be_chosen_again(client):
    make_unit(short_name="环卫所")
    client.force_login(make_inspector())
    key = "k" * 30
    page = client.post(
        reverse("notice_desk:new"),
        draft_of(
            **{"unit_name": "没有的", "form_token": key, "problem-0-photos": picture()}
        ),
    )
    token = page.text.split('name="problem-0-photo_token" value="')[1].split('"')[0]

    answer = client.post(
        reverse("notice_desk:new"),
        draft_of(**{"form_token": key, "problem-0-photo_token": token}),
    )

    assert answer.status_code == 302
    assert Evidence.objects.count() == 1
    assert NoticeEvidence.objects.count() == 1


def test_a_complaint_becomes_a_notice_with_one_button(client):
    unit = make_unit(short_name="环卫所")
    complaint = make_complaint(
        state=ComplaintState.HANDLING, unit=unit, text="我叫钱多多，门口有垃圾。"
    )
    inspector = make_inspector()
    client.force_login(inspector)

    page = client.get(reverse("desk:case", args=[complaint.pk])).text
    form = client.get(reverse("notice_desk:new"), {"complaint": complaint.pk}).text

    assert "转为整改通知单" in page
    assert complaint.number in form
    assert 'value="环卫所"' in form
    assert "钱多多" not in form
    client.post(
        reverse("notice_desk:new"),
        draft_of(complaints=complaint.number, source="complaint"),
    )
    notice = RectificationNotice.objects.get()
    assert list(notice.complaints.all()) == [complaint]
    page = client.get(reverse("desk:case", args=[complaint.pk])).text
    assert reverse("notice_desk:case", args=[notice.pk]) in page


def test_nobody_makes_a_notice_of_a_complaint_they_may_not_see(client):
    make_unit(short_name="环卫所")
    complaint = make_complaint(state=ComplaintState.FILED, area=make_area())
    client.force_login(make_inspector(area=make_area()))

    form = client.get(reverse("notice_desk:new"), {"complaint": complaint.pk}).text
    answer = client.post(
        reverse("notice_desk:new"), draft_of(complaints=complaint.number)
    )

    assert complaint.number not in form
    assert answer.status_code == 422


def test_two_at_once_the_slower_sees_what_changed_and_keeps_the_words(client):
    notice = make_notice(state=_S.PLANNED)
    notice.plans.create(cause="人少", plan="加人", at=timezone.now())
    seen = notice.version
    client.force_login(make_inspector())
    services.accept_plan(notice, by=make_user())

    answer = client.post(
        reverse("notice_desk:act", args=[notice.pk, "return_plan"]),
        {"version": seen, "seen": 0, "because": "写清楚谁负责"},
    )

    assert answer.status_code == 409
    assert "写清楚谁负责" in answer.text
    assert "方案通过" in answer.text


def test_ex05_whoever_signed_it_neither_reinspects_nor_closes(client):
    issuer = make_inspector()
    notice = make_notice(state=_S.SUBMITTED, issued_by=issuer)
    client.force_login(issuer)

    answer = do(client, notice, "reinspect", result="pass", text="看过了")

    assert answer.status_code == 422
    assert "签发人不能复查" in answer.text


def test_another_inspector_reinspects_with_a_photo_and_closes(client):
    notice = make_notice(state=_S.SUBMITTED)
    client.force_login(make_inspector())

    answer = do(
        client, notice, "reinspect", result="pass", text="清干净了", photos=picture()
    )

    assert answer.status_code == 302
    notice.refresh_from_db()
    assert notice.state == _S.CLOSED
    assert notice.evidence_links.get().role == PhotoRole.CHECK


def test_a_doubtful_photo_is_cleared_with_a_reason(client):
    notice = make_notice(state=_S.SUBMITTED)
    link = NoticeEvidence.objects.create(
        notice=notice,
        evidence=receive_photo(picture()),
        role=PhotoRole.AFTER,
        warnings=["near_copy", "too_far"],
    )
    client.force_login(make_inspector())
    refused = do(client, notice, "reinspect", result="pass", text="清干净了")
    page = client.get(reverse("notice_desk:case", args=[notice.pk])).text
    address = reverse("notice_desk:clear_photo", args=[notice.pk, link.pk])

    assert refused.status_code == 422
    assert "照片有疑点" in refused.text
    assert "与以前的照片几乎相同、拍摄位置离问题地点太远" in page
    empty = client.post(address, {"version": notice.version, "because": ""})
    assert empty.status_code == 422
    client.post(address, {"version": notice.version, "because": "同一角度重拍"})
    link.refresh_from_db()
    assert link.cleared_because == "同一角度重拍"


def test_the_ladder_is_decided_by_the_role_it_names(client):
    notice = make_notice(state=_S.SERVED)
    step = LadderStep.objects.create(
        order=1, name="约谈", decided_by_role=Role.HEAD, is_publishable=True
    )
    proposal = LadderProposal.objects.create(
        step=step, unit=notice.unit, notice=notice, because="逾期满15天"
    )
    address = reverse("notice_desk:decide_proposal", args=[notice.pk, proposal.pk])
    said = {"is_taken": "yes", "text": "约谈分管领导", "released_text": "已约谈。"}

    client.force_login(make_inspector())
    assert client.post(address, said).status_code == 403
    client.force_login(make_user(role=Role.HEAD))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, said).status_code == 302

    proposal.refresh_from_db()
    assert proposal.released_text == "已约谈。"


@pytest.mark.skipif(fonts.chinese_faces() is None, reason="no Chinese font")
def test_the_print_carries_a_key_that_opens_the_units_page(client):
    notice = make_notice(state=_S.SERVED, unit=make_unit(short_name="环卫所"))
    client.force_login(make_inspector())

    answer = client.post(reverse("notice_desk:print", args=[notice.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    (address,) = qr_codes(answer.content, 1)
    path = address.removeprefix("http://testserver")
    assert notice.title in client.get(path).text
    assert UnitLink.objects.get().unit == notice.unit
    assert Event.objects.of(notice).filter(verb="print").exists()


def test_a_draft_has_nothing_to_print(client):
    notice = make_notice()
    client.force_login(make_inspector())

    answer = client.post(reverse("notice_desk:print", args=[notice.pk]))

    assert answer.status_code == 403
    assert not UnitLink.objects.exists()


def test_what_is_signed_is_edited_no_more(client):
    notice = make_notice(state=_S.SERVED)
    client.force_login(make_inspector())

    for name in ("edit", "complete"):
        address = reverse(f"notice_desk:{name}", args=[notice.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": 1}).status_code == 404


def test_a_draft_is_changed_and_keeps_its_photos(client):
    unit = make_unit(short_name="环卫所")
    client.force_login(make_inspector())
    client.post(reverse("notice_desk:new"), draft_of(**{"problem-0-photos": picture()}))
    notice = RectificationNotice.objects.get()
    address = reverse("notice_desk:edit", args=[notice.pk])
    page = client.get(address).text
    key = page.split('name="form_token" value="')[1].split('"')[0]
    token = page.split('name="problem-0-photo_token" value="')[1].split('"')[0]

    client.post(
        address,
        draft_of(
            **{
                "version": notice.version,
                "form_token": key,
                "problem-0-text": "两只垃圾桶满溢。",
                "problem-0-photo_token": token,
            }
        ),
    )

    notice.refresh_from_db()
    assert notice.unit == unit
    assert notice.problems.get().text == "两只垃圾桶满溢。"
    assert notice.evidence_links.get().problem == notice.problems.get()


def test_every_page_of_the_desk_opens_in_every_state(client):
    client.force_login(make_user(role=Role.HEAD))

    for state in _S:
        notice = make_notice(state=state)
        page = client.get(reverse("notice_desk:case", args=[notice.pk]))
        assert page.status_code == 200, state
    assert Unit.objects.exists()


def test_a_links_uses_are_told_in_words():
    assert verb_in_words("notice_submit") == "反馈整改情况"


def test_the_administrator_keeps_mandates_and_the_ladder(client):
    mandate = make_mandate()
    step = LadderStep.objects.create(order=1, name="约谈")
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    for model, known in (("inspectionmandate", mandate.doc_no), ("ladderstep", "约谈")):
        page = client.get(f"/cms/snippets/reports/{model}/")
        assert known in page.text
    client.force_login(make_inspector())
    answer = client.get(f"/cms/snippets/reports/ladderstep/edit/{step.pk}/")
    assert answer.status_code in {302, 403}
