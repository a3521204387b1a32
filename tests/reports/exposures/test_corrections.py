"""What is wrong is put right everywhere at once, and stays in the ledger (C9, E3)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.search import index

from portal.evidence.models import PublicCopy
from portal.timeline.models import Event
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from publicity.models import Chapter
from reports.complaints.refusals import NotAllowed, Refused
from reports.exposures.models import Correction, Exposure, ExposureEvidence, Flag
from reports.exposures.refusals import NotReady
from reports.exposures.services.correcting import correct, retract
from reports.exposures.services.expiring import archive, end_expired, keep
from reports.exposures.services.flagging import close_flag
from reports.exposures.services.following import mark_rectified, reopen
from reports.exposures.workflow import (
    CorrectionKind,
    CorrectionReason,
    ExposureState,
    FlagReason,
    PictureRole,
    TargetKind,
)
from reports.notices.changes import tell_all
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.workflow import NoticeState, PhotoRole
from tests.publicity.make import make_columns, make_episode
from tests.publicity.make_media import make_film
from tests.reports.exposures.make import (
    FACTS,
    HEADLINE,
    TITLE,
    make_author,
    make_chief,
    make_evidence,
    make_exposure,
    make_head,
    make_public,
    make_reviewer,
    make_staff,
)
from tests.reports.notices.make import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = ExposureState
SAID = "照片与门面不符，撤回并致歉。"


def make_shown_everywhere():
    """Make one that a programme shows too, and that is found by searching."""
    make_columns()
    episode = make_episode(video=make_film())
    Chapter.objects.create(page=episode, start=10, title="一段")
    Chapter.objects.create(page=episode, start=40, title="另一段")
    exposure = make_public(episode=episode, clip_start=10)
    index.insert_or_update_object(exposure)
    return exposure, episode


def addresses_about(exposure, episode):
    """Return every public address that may speak of `exposure`."""
    unit, area = exposure.unit, exposure.area
    batch = exposure.batch.get_absolute_url()
    return [
        "/",
        "/exposures/",
        f"/exposures/?unit={unit.code}",
        f"/exposures/?area={area.code}&batch={exposure.batch.number}",
        "/exposures/?state=open",
        batch,
        f"{batch}print/",
        unit.get_absolute_url(),
        area.get_absolute_url(),
        exposure.clauses.get().get_absolute_url(),
        episode.get_url(),
        "/episodes/",
        "/corrections/",
        "/sitemap/",
        "/sitemap-exposures-1.xml",
        "/search/?q=垃圾满溢",
        f"/search/?q={TITLE}",
        *(
            f"/feeds/{key}.{kind}"
            for key in (
                "all",
                "exposures",
                f"exposures-unit-{unit.code}",
                f"exposures-area-{area.code}",
            )
            for kind in ("xml", "atom.xml")
        ),
    ]


def own_addresses(exposure):
    case = exposure.get_absolute_url()
    copies = PublicCopy.objects.filter(evidence__of_exposures__exposure=exposure)
    return [
        case,
        f"{case}?from=chat",
        f"{case}exposure.json",
        f"{case}card.png",
        f"{case}flag/",
        *(copy.get_absolute_url() for copy in copies),
    ]


def test_c9_a_retracted_one_is_gone_everywhere_at_once(
    client, django_capture_on_commit_callbacks
):
    exposure, episode = make_shown_everywhere()
    make_public(title="留着的一件", headline="别的事", facts="别的事实。")
    about, own = addresses_about(exposure, episode), own_addresses(exposure)
    etags = {}
    for address in [*about, *own]:  # caches are warm, browsers have copies
        answer = client.get(address)
        if answer.status_code == 404 and address.endswith("card.png"):
            continue  # no Chinese font on this machine
        assert answer.status_code == 200, address
        etags[address] = answer.get("ETag")
    named = [each for each in about if TITLE in client.get(each).text]
    assert len(named) >= 15
    assert len(own) >= 9

    with django_capture_on_commit_callbacks(execute=True):
        retract(
            Exposure.objects.get(pk=exposure.pk),
            by=make_head(),
            reason=CorrectionReason.PLACE,
            text=SAID,
        )

    for address in about:
        headers = {"if-none-match": etags[address]} if etags.get(address) else {}
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, address
        if address.startswith("/search/"):  # which says again what was asked
            assert exposure.get_absolute_url() not in answer.text
            continue
        for words in (TITLE, HEADLINE, FACTS):
            assert words not in answer.text, address
    for address in own:
        headers = {"if-none-match": etags[address]} if etags.get(address) else {}
        answer = client.get(address, headers=headers)
        assert answer.status_code in {404, 410}, address
        if not answer.streaming:
            for words in (TITLE, HEADLINE, FACTS):
                assert words not in answer.text, address
    assert len([*named, *own]) >= 24


def test_c9_the_stub_tells_number_date_reason_and_who_decided(client):
    exposure = make_public()
    address = exposure.get_absolute_url()

    correction = retract(
        exposure, by=make_head(), reason=CorrectionReason.PLACE, text=SAID
    )

    stub = client.get(address)
    assert stub.status_code == 410
    assert stub["X-Robots-Tag"] == "noindex"
    for told in (
        correction.number,
        SAID,
        "点位或照片不符",
        "指挥部负责人",
        exposure.public_number,
    ):
        assert told in stub.text
    ledger = client.get("/corrections/").text
    assert correction.number in ledger
    assert SAID in ledger
    assert (
        f"第{exposure.number}号已撤回"
        in client.get(exposure.batch.get_absolute_url()).text
    )


def test_c9_its_pictures_are_taken_from_other_owners_too():
    exposure = make_public()
    link = exposure.evidence_links.first()
    NoticeEvidence.objects.create(
        notice=exposure.notice, evidence=link.evidence, role=PhotoRole.BEFORE
    )

    retract(exposure, by=make_head(), reason=CorrectionReason.PRIVACY, text=SAID)

    assert not PublicCopy.objects.exists()
    assert {each.evidence.state for each in ExposureEvidence.objects.all()} == {
        "withdrawn"
    }


def test_a_chapter_of_a_retracted_one_is_left_out_of_the_programme(client):
    exposure, episode = make_shown_everywhere()

    retract(exposure, by=make_head(), reason=CorrectionReason.FACTS, text=SAID)

    text = client.get(episode.get_url()).text
    assert 'data-skip="10-40"' in text
    assert 'data-start="10"' not in text
    assert 'data-start="40"' in text
    assert exposure.get_absolute_url() in text


def test_a_correction_stays_and_says_what_was_changed(
    client, django_capture_on_commit_callbacks
):
    exposure = make_public()

    with django_capture_on_commit_callbacks(execute=True):
        correction = correct(
            exposure,
            by=make_head(),
            reason=CorrectionReason.WORDING,
            text="原文写“没有证照”，更正为“没有亮证”。",
            changes={"facts": "没有亮证经营。"},
        )

    page = client.get(exposure.get_absolute_url())
    assert page.status_code == 200
    assert "没有亮证经营" in page.text
    assert FACTS not in page.text
    assert correction.number in page.text
    assert "没有亮证" in client.get("/feeds/exposures.xml").text
    assert exposure.get_absolute_url() in client.get("/search/?q=亮证经营").text
    assert correction.number in client.get("/corrections/").text


def test_a_correction_takes_single_pictures_away(client):
    exposure = make_public(n_pictures=3)
    link = exposure.evidence_links.first()
    address = link.evidence.public_copies.first().get_absolute_url()
    assert client.get(address).status_code == 200

    correct(
        exposure,
        by=make_head(),
        reason=CorrectionReason.PLACE,
        text="撤下一张拍错的照片。",
        withdrawing=[link],
    )

    assert client.get(address).status_code == 404
    assert "核对遮挡后公开" in client.get(exposure.get_absolute_url()).text


def test_a_correction_neither_brings_personal_data_nor_another_target():
    exposure = make_public()

    with pytest.raises(NotReady):
        correct(
            exposure,
            by=make_head(),
            reason=CorrectionReason.FACTS,
            text="更正",
            changes={"facts": "车牌陕A12345的车。"},
        )
    with pytest.raises(TypeError):
        correct(
            Exposure.objects.get(),
            by=make_head(),
            reason=CorrectionReason.UNIT,
            text="更正",
            changes={"unit": "另一个"},
        )
    assert Exposure.objects.get().facts == FACTS
    assert not Correction.objects.exists()


@pytest.mark.parametrize("act", [correct, retract])
def test_e1_not_everybody_corrects(act):
    exposure = make_public()

    with pytest.raises(NotAllowed):
        act(exposure, by=make_author(), reason=CorrectionReason.FACTS, text=SAID)
    with pytest.raises(Refused):
        act(
            Exposure.objects.get(),
            by=make_head(),
            reason=CorrectionReason.FACTS,
            text=" ",
        )
    assert not Correction.objects.exists()


@pytest.mark.parametrize("state", [_S.DRAFT, _S.NOTIFIED, _S.RETRACTED, _S.DROPPED])
def test_only_what_is_public_is_corrected_or_retracted(state):
    exposure = make_exposure(state=state)

    for act in (correct, retract):
        with pytest.raises(TransitionNotAllowed):
            act(exposure, by=make_head(), reason=CorrectionReason.FACTS, text=SAID)


def test_the_ledger_is_numbered_by_year_without_a_gap(time_machine):
    time_machine.move_to("2026-12-31 10:00:00+08:00")
    first = correct(
        make_public(), by=make_head(), reason=CorrectionReason.FACTS, text="甲"
    )
    second = retract(
        make_public(), by=make_head(), reason=CorrectionReason.FACTS, text="乙"
    )
    time_machine.move_to("2027-01-01 10:00:00+08:00")
    third = correct(
        make_public(), by=make_head(), reason=CorrectionReason.FACTS, text="丙"
    )

    assert [str(each) for each in (first, second, third)] == [
        "更正〔2026〕1号",
        "更正〔2026〕2号",
        "更正〔2027〕1号",
    ]


def test_a_retracted_title_that_had_to_go_is_nowhere_in_the_ledger(client):
    exposure = make_public()
    retract(exposure, by=make_head(), reason=CorrectionReason.PRIVACY, text=SAID)

    assert TITLE not in client.get("/corrections/").text


def test_ex05_a_revoked_notice_takes_its_exposure_with_it(client):
    exposure = make_public()
    notice = exposure.notice
    RectificationNotice.objects.filter(pk=notice.pk).update(
        state=NoticeState.REVOKED, is_open=False, revoked_at=timezone.now()
    )
    notice.refresh_from_db()

    tell_all(notice, "revoke")

    correction = Correction.objects.get()
    assert correction.kind == CorrectionKind.RETRACTION
    assert correction.reason_class == CorrectionReason.REVOKED
    assert client.get(exposure.get_absolute_url()).status_code == 410


def test_ex22_a_closed_notice_marks_its_exposure_mended_with_the_day():
    exposure = make_public()
    notice = _moved(exposure.notice, NoticeState.CLOSED)
    NoticeEvidence.objects.create(
        notice=notice, evidence=make_evidence(), role=PhotoRole.AFTER
    )

    tell_all(notice, "close")

    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFIED
    assert exposure.rectified_on == timezone.localdate()
    assert exposure.evidence_links.filter(role=PictureRole.AFTER).count() == 1


def test_forged_proof_brings_it_back():
    exposure = make_public(state=_S.RECTIFIED)

    tell_all(_moved(exposure.notice, NoticeState.FAILED), "reopen")

    exposure.refresh_from_db()
    assert (exposure.state, exposure.rectified_on) == (_S.REOPENED, None)


def test_a_recurrence_brings_it_back_and_its_end_ends_it():
    exposure = make_public(state=_S.RECTIFIED)
    again = make_notice(
        state=NoticeState.ISSUED, recurrence_of=exposure.notice, occurrence=2
    )

    tell_all(again, "issue")
    exposure.refresh_from_db()
    assert exposure.state == _S.REOPENED

    tell_all(_moved(again, NoticeState.CLOSED), "close")
    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFIED


def test_a_unit_that_begins_is_seen_to_begin():
    exposure = make_public()

    tell_all(_moved(exposure.notice, NoticeState.ACKNOWLEDGED), "acknowledge")

    exposure.refresh_from_db()
    assert exposure.state == _S.RECTIFYING


def _moved(notice, state):
    fields = {"state": state}
    if state == NoticeState.CLOSED:
        fields |= {
            "is_open": False,
            "closed_at": timezone.now(),
            "closed_by": make_reviewer(),
        }
    if state == NoticeState.FAILED:
        fields |= {"is_open": True}
    RectificationNotice.objects.filter(pk=notice.pk).update(**fields)
    notice.refresh_from_db()
    return notice


def test_what_no_notice_follows_is_marked_and_reopened_by_hand():
    exposure = make_public(kind=TargetKind.PHENOMENON)

    mark_rectified(exposure, by=make_reviewer(), text="三次复查没有再发生。")
    assert exposure.state == _S.RECTIFIED
    reopen(exposure, by=make_reviewer(), because="又发生了")
    assert exposure.state == _S.REOPENED
    with pytest.raises(Refused):
        mark_rectified(make_public(), by=make_reviewer(), text="好了")


def test_ex12_what_has_had_its_time_is_taken_down_by_the_clock(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    shop = make_public(kind=TargetKind.BUSINESS, publish_until=yesterday)
    other = make_public(kind=TargetKind.BUSINESS)

    end_expired()

    stub = client.get(shop.get_absolute_url())
    assert stub.status_code == 410
    assert "公开期满" in stub.text
    assert shop.business_sign not in stub.text
    assert client.get(other.get_absolute_url()).status_code == 200


def test_what_stays_is_looked_at_again_on_a_day():
    today = timezone.localdate()
    exposure = make_public(review_on=today)
    assert list(Exposure.objects.to_review(today)) == [exposure]

    keep(
        exposure,
        by=make_reviewer(),
        until=today + timedelta(days=90),
        because="仍有警示意义",
    )

    assert not Exposure.objects.to_review(today).exists()
    with pytest.raises(Refused):
        keep(exposure, by=make_reviewer(), until=today, because="x")


def test_an_end_set_by_hand_has_a_reason_and_can_be_undone():
    exposure = make_public()
    with pytest.raises(Refused):
        archive(exposure, by=make_reviewer(), because="")

    archive(Exposure.objects.get(), by=make_reviewer(), because="已改好半年")
    exposure = Exposure.objects.get()
    assert exposure.state == _S.ARCHIVED
    reopen(exposure, by=make_reviewer(), because="又反弹")
    assert exposure.is_public


def post_flag(client, exposure, **fields):
    address = f"{exposure.get_absolute_url()}flag/"
    return client.post(address, {"reason": "place", "text": "拍的是隔壁。", **fields})


def test_a_flag_opens_a_task_and_hides_nothing(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "exposure_flag": (100, 60, 60)}
    exposure = make_public()

    for _each in range(30):
        assert post_flag(client, exposure).status_code == 200

    assert Flag.objects.open().count() == 30
    assert client.get(exposure.get_absolute_url()).status_code == 200
    assert Exposure.objects.get().state == exposure.state


def test_a_flag_needs_no_account_and_keeps_nothing_of_its_sender(client):
    exposure = make_public()
    answer = post_flag(client, exposure)

    assert "收到了" in answer.text
    kept = Flag.objects.get()
    assert (kept.reason, kept.text) == ("place", "拍的是隔壁。")
    assert {field.name for field in Flag._meta.fields} == {
        "id",
        "exposure",
        "reason",
        "text",
        "received_at",
        "closed_at",
        "closed_by",
        "outcome",
    }
    assert Event.objects.of(exposure).filter(verb="flag", actor=None).exists()


def test_c13_flags_are_throttled_and_the_words_are_kept(client):
    exposure = make_public()
    for _each in range(6):
        post_flag(client, exposure)

    answer = post_flag(client, exposure, text="写了很久的话")

    assert answer.status_code == 429
    assert "写了很久的话" in answer.text


def test_a_machine_that_fills_in_the_trap_learns_nothing(client):
    answer = post_flag(client, make_public(), website="http://spam")

    assert "收到了" in answer.text
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"text": "长" * 501},
        {"reason": "other", "text": ""},
    ],
)
def test_a_bad_flag_is_a_clear_400(client, fields):
    answer = post_flag(client, make_public(), **fields)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_somebody_says_what_came_of_a_flag():
    exposure = make_public()
    flag = Flag.objects.create(exposure=exposure, reason=FlagReason.PLACE)
    with pytest.raises(NotAllowed):
        close_flag(flag, by=make_staff(Role.WEB_EDITOR), outcome="看过")
    with pytest.raises(Refused):
        close_flag(flag, by=make_chief(), outcome="")

    close_flag(flag, by=make_chief(), outcome="核对无误")

    assert not Flag.objects.open().exists()
    with pytest.raises(Refused):
        close_flag(flag, by=make_chief(), outcome="再看")
