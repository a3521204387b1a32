"""What is done to a notice at the desk, and by whom."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal import fonts
from portal.directory.models import Unit
from portal.evidence.services import receive_photo
from portal.timeline.models import Event
from portal.users.roles import Role
from reports.complaints.desk.words import verb_in_words
from reports.complaints.models import UnitLink
from reports.notices import services
from reports.notices.models import (
    LadderProposal,
    LadderStep,
    NoticeEvidence,
    RectificationNotice,
)
from reports.notices.workflow import NoticeState, PhotoRole
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.publicity.posters.make import qr_codes
from tests.reports.notices.make import make_mandate, make_notice
from tests.reports.notices.make_desk import (
    do,
    draft_of,
    make_inspector,
    picture,
)

pytestmark = pytest.mark.django_db
_S = NoticeState


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


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
