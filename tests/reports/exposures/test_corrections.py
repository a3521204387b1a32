"""What is wrong is put right everywhere at once, and stays in the ledger (C9, E3)."""

import pytest
from wagtail.search import index

from portal.evidence.models import PublicCopy
from portal.workflow import TransitionNotAllowed
from publicity.models import Chapter
from reports.complaints.refusals import NotAllowed, Refused
from reports.exposures.models import Correction, Exposure, ExposureEvidence
from reports.exposures.refusals import NotReady
from reports.exposures.services.correcting import correct, retract
from reports.exposures.workflow import (
    CorrectionReason,
    ExposureState,
)
from reports.notices.models import NoticeEvidence
from reports.notices.workflow import PhotoRole
from tests.publicity.make import make_columns, make_episode
from tests.publicity.make_media import make_film
from tests.reports.exposures.make import (
    FACTS,
    HEADLINE,
    TITLE,
    make_author,
    make_exposure,
    make_head,
    make_public,
)

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
