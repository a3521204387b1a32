"""A unit answers a notice by its secret link: without an account, and no other's."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from portal import fonts
from portal.evidence.models import Evidence
from portal.evidence.services import receive_photo
from reports.complaints.models import ComplaintEvidence, EvidenceRole, UnitLinkUse
from reports.complaints.resident.sealed import seal_photo
from reports.complaints.services.links import issue_link, revoke_link
from reports.notices import services
from reports.notices.links import NoticeKey
from reports.notices.models import (
    NoticeEvidence,
    NoticeExtension,
    RectificationNotice,
)
from reports.notices.workflow import NoticeState, PhotoRole
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.publicity.posters.make import qr_codes
from tests.reports.complaints.make_desk import make_complaint
from tests.reports.notices.make import PROBLEM, make_notice

pytestmark = pytest.mark.django_db
_S = NoticeState


@pytest.fixture
def unit():
    cache.clear()
    return make_unit(short_name="环卫所")


@pytest.fixture
def token(unit):
    return issue_link(unit, by=make_user())[1]


def address(token, notice, verb=""):
    return f"/u/{token}/notices/{NoticeKey.of(notice)}/{f'{verb}/' if verb else ''}"


def post(client, token, notice, verb, **said):
    return client.post(
        address(token, notice, verb), {"version": notice.version, **said}
    )


def picture(colour="teal", name="p.jpg"):
    drawn = Image.effect_noise((400, 300), 80).convert("RGB")
    drawn.paste(colour, (50, 50, 200, 200))
    out = BytesIO()
    drawn.save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_the_unit_finds_its_notices_on_its_page_and_no_others(client, unit, token):
    mine = make_notice(state=_S.SERVED, unit=unit, title="东门外占道")
    other = make_notice(state=_S.SERVED, title="别人的事")
    unserved = make_notice(state=_S.ISSUED, unit=unit, title="还没送达")

    page = client.get(f"/u/{token}/").text

    assert mine.title in page
    assert "还剩" in page
    assert other.title not in page
    assert unserved.title not in page


@pytest.mark.parametrize("verb", ["", "acknowledge", "submit"])
def test_another_units_notice_is_not_there(client, token, verb):
    other = make_notice(state=_S.SERVED)

    answer = (
        post(client, token, other, verb, post="主任")
        if verb
        else client.get(address(token, other))
    )

    assert answer.status_code == 404
    assert RectificationNotice.objects.get(pk=other.pk).state == _S.SERVED


def test_a_link_taken_back_opens_nothing(client, unit):
    link, token = issue_link(unit, by=make_user())
    notice = make_notice(state=_S.SERVED, unit=unit)
    revoke_link(link, by=make_user(), because="外传")

    assert client.get(address(token, notice)).status_code == 404
    assert post(client, token, notice, "acknowledge", post="x").status_code == 404


def test_the_page_is_not_kept_and_tells_nobody_its_address(client, unit, token):
    notice = make_notice(state=_S.SERVED, unit=unit)

    response = client.get(address(token, notice))

    assert PROBLEM in response.text
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_unit_signs_for_it_by_post_and_the_use_is_written_down(client, unit, token):
    notice = make_notice(state=_S.SERVED, unit=unit)

    answer = post(client, token, notice, "acknowledge", post="办公室主任")

    assert answer.status_code == 302
    assert "已签收。" in client.get(answer["Location"]).text
    notice.refresh_from_db()
    assert (notice.state, notice.acknowledged_post) == (_S.ACKNOWLEDGED, "办公室主任")
    verbs = set(UnitLinkUse.objects.values_list("verb", flat=True))
    assert {"open", "notice_acknowledge"} <= verbs


def test_the_unit_asks_for_time_and_reads_the_decision(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit)

    post(client, token, notice, "time", because="等零件到货")
    services.decide_extension(
        NoticeExtension.objects.get(),
        by=make_user(),
        is_granted=False,
        because="零件已到",
    )

    page = client.get(address(token, notice)).text
    assert "等零件到货" in page
    assert "零件已到" in page


def test_the_unit_objects_and_time_stops(client, unit, token):
    notice = make_notice(state=_S.SERVED, unit=unit)

    post(client, token, notice, "object", because="这条街不归我们管")

    page = client.get(address(token, notice)).text
    assert "复核中" in page
    assert "复核期间不计时" in page


def test_the_unit_files_cause_and_plan_where_they_are_asked_for(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit, needs_plan=True)
    assert "交整改情况" not in client.get(address(token, notice)).text

    post(client, token, notice, "plan", cause="巡查不够", plan="早晚各巡一次")
    filed = notice.plans.get()
    notice.refresh_from_db()
    services.return_plan(notice, by=make_user(), because="写清楚谁负责")

    page = client.get(address(token, notice)).text
    for words in (filed.cause, filed.plan, "写清楚谁负责", "报原因和方案"):
        assert words in page


def test_the_unit_hands_in_photos_with_where_the_camera_stood(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit, lat=31.88, lon=109.51)

    answer = post(
        client,
        token,
        notice,
        "submit",
        text="清走了，冲洗了。",
        photos=picture(),
        camera=picture("olive"),
        lat="31.8809",
        lon="109.51",
    )

    assert answer.status_code == 302
    notice.refresh_from_db()
    assert notice.state == _S.SUBMITTED
    taken, sent = notice.evidence_links.order_by("sort_order")
    assert (taken.is_from_camera, taken.distance_m) == (True, 100)
    assert (sent.is_from_camera, sent.distance_m) == (False, None)
    assert "清走了，冲洗了。" in client.get(address(token, notice)).text


@pytest.mark.parametrize("where", [("NaN", "1"), ("91", "0"), ("", ""), ("x", "y")])
def test_a_place_that_is_none_is_left_out(client, unit, token, where):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit, lat=31.88, lon=109.51)

    answer = post(
        client,
        token,
        notice,
        "submit",
        text="清走了。",
        camera=picture(),
        lat=where[0],
        lon=where[1],
    )

    assert answer.status_code == 302
    assert notice.evidence_links.get().distance_m is None


def test_without_a_photo_it_is_refused_and_the_words_are_kept(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit)

    answer = post(client, token, notice, "submit", text="已经清走。")

    assert answer.status_code == 422
    assert "至少交一张整改后的照片" in answer.text
    assert "已经清走。" in answer.text


def test_what_is_no_photo_is_refused_with_a_sentence(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit)
    file = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")

    answer = post(client, token, notice, "submit", text="好了", photos=file)

    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_a_refused_submission_keeps_its_photos_and_words(client, unit, token):
    """Sent again, a photo would be taken for a copy of itself."""
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit, lat=31.88, lon=109.51)
    key = "k" * 30
    said = {"form_token": key, "lat": "31.88", "lon": "109.51"}
    notice.version += 1  # somebody was quicker

    late = post(client, token, notice, "submit", text="好了", camera=picture(), **said)
    sealed = late.text.split('name="camera_token" value="')[1].split('"')[0]
    notice.refresh_from_db()
    again = post(
        client, token, notice, "submit", text="好了", camera_token=sealed, **said
    )

    assert late.status_code == 409
    assert "别人刚刚处理过" in late.text
    assert "已收到1张照片" in late.text
    assert again.status_code == 302
    link = notice.evidence_links.get()
    assert (link.is_from_camera, link.distance_m, link.warnings) == (True, 0, [])
    assert Evidence.objects.count() == 1


def test_a_sealed_photo_is_good_for_its_own_form_alone(client, unit, token):
    notice = make_notice(state=_S.ACKNOWLEDGED, unit=unit)
    sealed = seal_photo(receive_photo(picture()), "a" * 30)

    answer = post(
        client,
        token,
        notice,
        "submit",
        text="好了",
        photos_token=sealed,
        form_token="b" * 30,
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("version", ["", "x", "９", "1" * 12, "-1"])
def test_a_form_without_a_version_is_none(client, unit, token, version):
    notice = make_notice(state=_S.SERVED, unit=unit)

    answer = client.post(
        address(token, notice, "acknowledge"), {"version": version, "post": "主任"}
    )

    assert answer.status_code == 404


def test_c11_a_residents_photo_is_not_shown_as_it_was_sent(client, unit, token):
    notice = make_notice(state=_S.SERVED, unit=unit)
    inspectors, residents = (receive_photo(picture(name=n)) for n in ("a", "b"))
    ComplaintEvidence.objects.create(
        complaint=make_complaint(), evidence=residents, role=EvidenceRole.BEFORE
    )
    links = [
        NoticeEvidence.objects.create(
            notice=notice, evidence=each, role=PhotoRole.BEFORE, sort_order=number
        )
        for number, each in enumerate((inspectors, residents))
    ]
    for each in (inspectors, residents):
        each.working.name = each.original.name
        each.save()

    codes = [
        client.get(f"{address(token, notice)}photos/{link.pk}/").status_code
        for link in links
    ]

    assert codes == [200, 404]
    page = client.get(address(token, notice)).text
    assert f"photos/{links[1].pk}/" not in page
    other = make_notice(state=_S.SERVED, unit=unit)
    there = f"{address(token, other)}photos/{links[0].pk}/"
    assert client.get(there).status_code == 404


@pytest.mark.skipif(fonts.chinese_faces() is None, reason="no Chinese font")
def test_the_unit_prints_its_copy_without_its_key_in_it(client, unit, token):
    notice = make_notice(state=_S.SERVED, unit=unit)

    answer = client.get(f"{address(token, notice)}sheet.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert qr_codes(answer.content) == []
    assert token.encode() not in answer.content


def test_after_thirty_days_no_objection_is_offered(client, unit, token):
    notice = make_notice(
        state=_S.SERVED, unit=unit, issued_at=timezone.now() - timedelta(days=31)
    )

    assert "提出异议" not in client.get(address(token, notice)).text


def test_the_units_page_costs_the_same_however_many_notices_there_are(
    client, unit, token
):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/u/{token}/").status_code == 200
        return len(queries)

    make_notice(state=_S.SERVED, unit=unit)
    make_notice(state=_S.CLOSED, unit=unit)
    count()
    before = count()
    for _each in range(4):
        make_notice(state=_S.SERVED, unit=unit)
        make_notice(state=_S.CLOSED, unit=unit)

    assert count() == before
