"""A notice is drafted at the desk, and made of a complaint."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.evidence.models import Evidence
from reports.complaints.workflow import ComplaintState
from reports.notices.models import (
    NoticeEvidence,
    RectificationNotice,
)
from reports.notices.workflow import NoticeState
from tests.portal.make import make_area, make_unit
from tests.reports.complaints.make_desk import make_complaint
from tests.reports.make import make_category
from tests.reports.notices.make import make_basis, make_mandate, make_notice
from tests.reports.notices.make_desk import (
    draft_of,
    make_inspector,
    picture,
)

pytestmark = pytest.mark.django_db
_S = NoticeState


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


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
