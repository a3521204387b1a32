"""What everybody reads of exposures: the list, a batch, one from beginning to end."""

import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from portal.evidence.workflow import EvidenceState
from publicity.models import Chapter
from reports.complaints.workflow import ComplaintState
from reports.exposures.models import Exposure, UnitStatement
from reports.exposures.public.clips import clips_of_notices
from reports.exposures.workflow import (
    EVER_PUBLIC,
    ExposureState,
    PictureRole,
    TargetKind,
)
from reports.notices.links import address_of
from reports.notices.models import NoticeComplaint, Reinspection
from reports.notices.workflow import NoticeState, ResidentVerdict
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode
from tests.publicity.make_media import make_film
from tests.reports.complaints.make_public import SECRETS, make_secretive
from tests.reports.complaints.make_public import make_public as make_complaint
from tests.reports.exposures.make import (
    FACTS,
    TITLE,
    make_evidence,
    make_exposure,
    make_public,
    show,
)
from tests.reports.notices.make import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = ExposureState


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser")


def make_loop():
    """Make one that went all the way round: complained of, exposed, mended, seen."""
    complaint = make_complaint(
        state=ComplaintState.CLOSED, rating=5, rated_at=timezone.now()
    )
    notice = make_notice(state=NoticeState.CLOSED)
    NoticeComplaint.objects.create(
        notice=notice, complaint=complaint, verdict=ResidentVerdict.YES
    )
    for is_passed in (False, True):
        Reinspection.objects.create(
            notice=notice,
            round=1,
            inspector=make_user(),
            is_passed=is_passed,
            text="现场干净。" if is_passed else "仍有散落垃圾。",
            at=timezone.now(),
        )
    exposure = make_public(state=_S.RECTIFIED, notice=notice)
    show(exposure, make_evidence(), PictureRole.AFTER, sort_order=9)
    return exposure, complaint


def test_the_loop_page_tells_the_whole_story(client):
    exposure, complaint = make_loop()

    soup = page(client, exposure.get_absolute_url())
    text = soup.get_text()

    assert TITLE in soup.h1.get_text()
    for told in (
        complaint.number,
        FACTS,
        exposure.notice.number,
        exposure.notice.requirement,
        "整改缓慢",
        "已增派人手",
        "未经核实",
        "仍有散落垃圾",
        "现场干净",
        "认可",
        "打了5分",
        "已整改",
    ):
        assert told in text, told
    assert len(soup.select(".shots img")) == 3
    headings = [each.get_text() for each in soup.select("main h2")]
    order = [
        "群众反映",
        "现场核查",
        "整改通知单",
        "曝光和单位回应",
        "现场对比",
        "复查结果",
        "反映人怎么说",
    ]
    assert [each for each in headings if each in order] == order


def test_ex22_the_reply_stands_beside_the_charge_and_says_whether_it_was_verified(
    client,
):
    exposure = make_public()
    statement = UnitStatement.objects.get()

    assert "未经核实" in page(client, exposure.get_absolute_url()).get_text()
    UnitStatement.objects.filter(pk=statement.pk).update(
        is_verified=True, verified_by=make_user(), verified_at=timezone.now()
    )
    sides = page(client, exposure.get_absolute_url()).select_one(".sides")
    assert len(sides.find_all(recursive=False)) == 2
    assert "已核实，属实" in sides.get_text()


def test_ex24_an_objection_that_is_pending_is_told(client):
    exposure = make_public(notice=make_notice(state=NoticeState.OBJECTED))

    assert "复核中" in page(client, exposure.get_absolute_url()).get_text()
    assert "复核中" in page(client, "/exposures/").select_one(".card").get_text()


def test_the_broadcast_opens_at_its_second(client):
    make_columns()
    episode = make_episode(video=make_film())
    exposure = make_public(episode=episode, clip_start=75)

    soup = page(client, exposure.get_absolute_url())

    assert soup.select_one(".film source")["src"].endswith("#t=75")
    assert "从1:15看这一段" in soup.get_text()


def test_the_station_finds_the_clip_of_a_notice_that_was_exposed():
    make_columns()
    episode = make_episode(video=make_film())
    exposure = make_public(episode=episode, clip_start=75)
    hidden = make_public(state=_S.RETRACTED, episode=episode)

    clips = clips_of_notices([exposure.notice_id, hidden.notice_id])

    assert {key: clip.address for key, clip in clips.items()} == {
        exposure.notice_id: episode.url
    }
    assert "第75秒" in clips[exposure.notice_id].title


def test_a_picture_that_is_not_checked_is_not_shown(client):
    exposure = make_public(n_pictures=0)
    show(exposure, make_evidence(state=EvidenceState.PROCESSED))

    soup = page(client, exposure.get_absolute_url())

    assert not soup.select(".shots img")
    assert "核对遮挡后公开" in soup.get_text()


@pytest.mark.parametrize("state", sorted(set(_S) - EVER_PUBLIC))
def test_e4_what_is_prepared_has_no_address(client, state):
    exposure = make_exposure(state=state)

    assert client.get(f"/exposures/{exposure.batch.number}/1/").status_code == 404
    assert client.get(f"/exposures/{exposure.batch.number}/").status_code == 404
    assert TITLE not in client.get("/exposures/").text
    assert TITLE not in client.get("/feeds/exposures.xml").text


def test_ex23_a_small_business_is_kept_out_of_search_engines(client):
    shop = make_public(kind=TargetKind.BUSINESS)
    unit = make_public()

    answer = client.get(shop.get_absolute_url())
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "X-Robots-Tag" not in client.get(unit.get_absolute_url())
    places = client.get("/sitemap-exposures-1.xml").text
    assert unit.get_absolute_url() in places
    assert shop.get_absolute_url() not in places


BAD = [
    "?state=x",
    "?unit=x",
    "?area=x",
    "?batch=x",
    "?page=0",
    "?page=abc",
    "?reason=x",
    "?unit=%00",
]


@pytest.mark.parametrize("query", BAD)
def test_i4_what_names_nothing_is_a_404(client, query):
    make_public()

    assert client.get(f"/exposures/{query}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/exposures/0/",
        "/exposures/01/",
        "/exposures/9999999999999999999999/",
        "/exposures/1/0/",
        "/exposures/1/x/",
    ],
)
def test_i4_no_other_address_leads_anywhere(client, address):
    make_public()

    assert client.get(address).status_code == 404


def test_the_list_is_narrowed_by_unit_area_state_reason_and_batch(client):
    here, there = (
        make_public(title="这一件"),
        make_public(title="那一件", reason_code="weak", state=_S.RECTIFIED),
    )

    for query in (
        f"unit={there.unit.code}",
        f"area={there.area.code}",
        "state=mended",
        "reason=weak",
        f"batch={there.batch.number}",
    ):
        cards = page(client, f"/exposures/?{query}").select(".card")
        assert [card.h2.get_text() for card in cards] == ["那一件"], query
    assert here.title in client.get("/exposures/").text


def test_an_empty_list_says_what_to_do(client):
    assert "没有这样的曝光件" in client.get("/exposures/").text
    assert "还没有更正和撤回" in client.get("/corrections/").text


def test_the_data_of_one_says_what_its_page_says(client):
    exposure, complaint = make_loop()

    told = client.get(f"{exposure.get_absolute_url()}exposure.json").json()

    assert told["title"] == TITLE
    assert told["complaints"] == [complaint.number]
    assert [each["is_passed"] for each in told["reinspections"]] == [False, True]
    assert json.dumps(told, ensure_ascii=False).count("/evidence/") == 3


def test_the_share_card_changes_with_the_state(client):
    exposure = make_public()
    address = f"{exposure.get_absolute_url()}card.png"
    before = client.get(address)
    if before.status_code == 404:
        pytest.skip("no Chinese font on this machine")

    Exposure.objects.filter(pk=exposure.pk).update(
        state=_S.RECTIFIED, rectified_on=timezone.localdate()
    )
    after = client.get(address)

    assert Image.open(BytesIO(before.content)).size == (1200, 630)
    assert after.content != before.content
    assert after["ETag"] != before["ETag"]
    soup = page(client, exposure.get_absolute_url())
    assert soup.find("meta", property="og:image")["content"].endswith(address)
    assert soup.find("meta", property="og:title")["content"].startswith("已整改")


def test_other_pages_tell_of_it(client):
    make_columns()
    episode = make_episode(video=make_film())
    Chapter.objects.create(page=episode, start=10, title="巷口的垃圾")
    exposure = make_public(episode=episode, clip_start=10, state=_S.RECTIFIED)
    clause = exposure.clauses.get()

    for address in (
        "/",
        exposure.unit.get_absolute_url(),
        exposure.area.get_absolute_url(),
        clause.get_absolute_url(),
        exposure.batch.get_absolute_url(),
        f"{exposure.batch.get_absolute_url()}print/",
        "/feeds/exposures.xml",
        f"/feeds/exposures-unit-{exposure.unit.code}.atom.xml",
        f"/feeds/exposures-area-{exposure.area.code}.xml",
        "/sitemap/",
    ):
        assert TITLE in client.get(address).text, address
    chapter = page(client, episode.get_url()).select_one("[aria-label='分段'] li")
    assert "已整改" in chapter.get_text()
    assert chapter.select_one(".tag").parent["href"] == exposure.get_absolute_url()


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_number_of_queries_does_not_grow(client):
    exposure, _complaint = make_loop()
    batch, notice = exposure.batch, exposure.notice
    case = exposure.get_absolute_url()
    limits = {
        "/exposures/": 12,
        batch.get_absolute_url(): 10,
        f"{batch.get_absolute_url()}print/": 10,
        case: 10,
        f"{case}exposure.json": 10,
        f"{case}card.png": 3,
        "/corrections/": 4,
        "/feeds/exposures.xml": 4,
    }
    once = {address: count(client, address) for address in limits}

    for number in range(6):
        make_public(batch=batch, number=number + 2)
        show(exposure, make_evidence(), sort_order=number)
        UnitStatement.objects.create(
            exposure=exposure, unit=exposure.unit, text="又", text_public="又"
        )
        NoticeComplaint.objects.create(
            notice=notice, complaint=make_complaint(state=ComplaintState.CLOSED)
        )
    many = {address: count(client, address) for address in limits}

    assert many == once
    assert {a: n for a, n in once.items() if n > limits[a]} == {}


def test_no_page_sets_a_cookie_or_writes_a_style(client):
    exposure, _complaint = make_loop()
    for address in (
        "/exposures/",
        exposure.get_absolute_url(),
        exposure.batch.get_absolute_url(),
        "/corrections/",
    ):
        answer = client.get(address)
        assert not answer.cookies
        assert " style=" not in answer.text
        assert answer["Cache-Control"] == "no-cache"


def test_what_is_unchanged_is_not_sent_again(client):
    exposure = make_public()
    seen = client.get(exposure.get_absolute_url())["ETag"]

    again = client.get(exposure.get_absolute_url(), headers={"if-none-match": seen})

    assert again.status_code == 304


def test_the_secrets_of_complainants_stay_out(client):
    complaint = make_secretive()
    notice = make_notice(state=NoticeState.SERVED)
    NoticeComplaint.objects.create(notice=notice, complaint=complaint)
    exposure = make_public(notice=notice)

    text = client.get(exposure.get_absolute_url()).text
    text += client.get(f"{exposure.get_absolute_url()}exposure.json").text

    assert complaint.number in text
    assert [
        name
        for name, secret in SECRETS.items()
        if secret in text and name not in {"seconds", "time of day"}
    ] == []


def test_notice_and_exposure_lead_to_each_other(client):
    notice = make_notice(state=NoticeState.SERVED, is_public=True)
    exposure = make_public(notice=notice)

    assert address_of(notice) in client.get(exposure.get_absolute_url()).text
    assert exposure.get_absolute_url() in client.get(address_of(notice)).text
