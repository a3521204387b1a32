"""Made from complaints: who complained follows it, has a word, and is never shown."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.evidence.models import Evidence
from portal.timeline.models import Event
from reports.complaints.models import ComplaintEvidence, EvidenceRole
from reports.complaints.services.checking import dispute, rate
from reports.complaints.services.picturing import forget_pictures
from reports.complaints.workflow import ComplaintState
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.refusals import Conflict, Refused, SameHand
from reports.notices.services import (
    close_after_silence,
    close_all_silent,
    close_in_spite,
    confirm_by_resident,
    publish,
    reinspect,
)
from reports.notices.workflow import NoticeSource, NoticeState, ResidentVerdict
from tests.portal.evidence.make import make_checked
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, make_reporter
from tests.reports.make_form import told
from tests.reports.make_visit import MINE, act, opened
from tests.reports.notices.make import (
    draft,
    hand_in,
    issued,
    known,
    make_evidence,
    passed,
    served,
)

pytestmark = pytest.mark.django_db
FILED = ComplaintState.FILED


def verdicts(notice):
    return [link.verdict for link in notice.complaint_links.all()]


def stories(complaint):
    return list(Event.objects.of(complaint).values_list("verb", flat=True))


def no(notice, complaint):
    notice.refresh_from_db()
    confirm_by_resident(notice, complaint_pk=complaint.pk, is_solved=False)


def again(notice):
    hand_in(notice)
    reinspect(notice, by=make_user(), is_passed=True, text="好了")


def test_it_takes_place_and_category_from_the_complaint_but_not_its_words():
    complaint = make_complaint(
        state=FILED,
        category=make_category(limit=9),
        lat=31.9,
        lon=109.5,
        place_text="我家楼下",
    )
    notice = draft(complaints=[complaint], lat=None, lon=None)

    assert notice.source == NoticeSource.COMPLAINT
    assert (notice.category, notice.limit) == (complaint.category, 9)
    assert (notice.lat, notice.lon) == (31.9, 109.5)
    assert notice.place_text == ""


def test_two_complaints_of_one_matter_make_one_notice_and_both_hear_of_it():
    pair = [make_complaint(state=FILED), make_complaint(state=FILED)]
    notice = passed(complaints=pair)

    for complaint in pair:
        assert stories(complaint) == [
            "notice_issued",
            "notice_submit",
            "notice_passed",
        ]
    told_texts = Event.objects.of(pair[0]).values_list("public_text", flat=True)
    assert known(notice.number) in told_texts[0]


def test_reporters_get_a_message_without_a_word_of_the_complaint():
    complaint = make_complaint(state=FILED)
    make_reporter(complaint)

    served(complaints=[complaint])

    jobs = DBTaskResult.objects.filter(task_path__endswith="tell_reporters")
    assert jobs.count() == 1


def test_what_was_merged_stands_for_its_main_complaint():
    merged = make_complaint(state=ComplaintState.MERGED)

    notice = draft(complaints=[merged, merged.merged_into])

    assert notice.complaints.get() == merged.merged_into


@pytest.mark.parametrize(
    "state",
    [ComplaintState.SUBMITTED, ComplaintState.DECLINED, ComplaintState.WITHDRAWN],
)
def test_what_nobody_accepted_becomes_no_notice(state):
    with pytest.raises(Refused, match="没有受理"):
        draft(complaints=[make_complaint(state=state)])


def test_pr22_a_complaint_about_a_units_own_people_is_not_sent_to_it():
    unit = make_unit()

    with pytest.raises(Conflict):
        draft(unit=unit, complaints=[make_complaint(state=FILED, accused_unit=unit)])


def test_it_waits_for_the_residents_yes():
    complaint = make_complaint(state=FILED)
    notice = passed(complaints=[complaint])
    inspector = notice.closed_by
    assert notice.state == NoticeState.PASSED
    assert notice.is_open

    confirm_by_resident(notice, complaint_pk=complaint.pk, is_solved=True)

    assert notice.state == NoticeState.CLOSED
    assert notice.closed_by == inspector
    assert verdicts(notice) == [ResidentVerdict.YES]


def test_of_two_residents_both_say_yes():
    pair = [make_complaint(state=FILED), make_complaint(state=FILED)]
    notice = passed(complaints=pair)

    confirm_by_resident(notice, complaint_pk=pair[0].pk, is_solved=True)
    assert notice.state == NoticeState.PASSED
    with pytest.raises(Refused, match="没有在等您"):
        confirm_by_resident(notice, complaint_pk=pair[0].pk, is_solved=True)
    confirm_by_resident(notice, complaint_pk=pair[1].pk, is_solved=True)

    assert notice.state == NoticeState.CLOSED


def test_one_no_sends_it_back_and_is_no_missed_deadline():
    complaint = make_complaint(state=FILED)
    notice = passed(complaints=[complaint], limit=1)
    with time_machine.travel(known(notice.due_at) + timedelta(days=1), tick=False):
        no(notice, complaint)

    assert notice.state == NoticeState.FAILED
    assert notice.round == 2
    assert not notice.overdue_records.exists()


def test_days_of_silence_are_a_yes_and_not_before():
    notice = passed(complaints=[make_complaint(state=FILED)])
    with pytest.raises(Refused, match="还没有到"):
        close_after_silence(notice)
    assert close_all_silent(timezone.now()) == 0

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert close_all_silent() == 1

    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED
    assert verdicts(notice) == [ResidentVerdict.SILENT]


def test_a_third_no_sends_nothing_back_and_a_third_person_decides():
    complaint = make_complaint(state=FILED)
    notice = passed(complaints=[complaint])
    for _each in range(2):
        no(notice, complaint)
        again(notice)
    no(notice, complaint)
    assert notice.state == NoticeState.PASSED
    with time_machine.travel(timezone.now() + timedelta(days=99), tick=False):
        assert close_all_silent() == 0

    with pytest.raises(SameHand):
        close_in_spite(notice, by=known(notice.closed_by), because="确已改好")
    notice.refresh_from_db()
    close_in_spite(notice, by=make_user(), because="三次现场核查都干净")

    assert notice.state == NoticeState.CLOSED


def test_who_is_content_with_the_complaint_is_content_with_the_notice():
    complaint = make_complaint(state=ComplaintState.CLOSED)
    notice = passed(complaints=[complaint])
    complaint.refresh_from_db()

    rate(complaint, rating=3)
    notice.refresh_from_db()
    assert notice.state == NoticeState.PASSED
    complaint.refresh_from_db()
    rate(complaint, rating=4)

    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED


def test_who_disputes_the_complaint_says_no_to_the_notice():
    complaint = make_complaint(state=ComplaintState.CLOSED)
    notice = passed(complaints=[complaint])
    complaint.refresh_from_db()

    dispute(complaint, text="第二天又满了")

    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED


@pytest.mark.usefixtures("home_page")
def test_the_resident_is_asked_on_the_page_of_the_complaint(client):
    complaint = opened(client, state=FILED)
    assert "改好了没有" not in told(client.get(MINE))
    notice = passed(complaints=[complaint])
    complaint.refresh_from_db()

    page = told(client.get(MINE))
    assert "改好了没有" in page
    assert known(notice.number) in page
    unsaid = act(client, complaint, "confirm", notice=notice.pk)
    assert unsaid.status_code == 400
    said = act(client, complaint, "confirm", notice=notice.pk, solved="yes")

    assert said.status_code == 303
    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED
    assert "改好了没有" not in told(client.get(MINE))


@pytest.mark.usefixtures("home_page")
def test_nobody_confirms_a_notice_that_came_from_another(client):
    notice = passed(complaints=[make_complaint(state=FILED)])
    mine = opened(client, state=FILED)

    response = act(client, mine, "confirm", notice=notice.pk, solved="yes")

    assert response.status_code == 400
    notice.refresh_from_db()
    assert notice.state == NoticeState.PASSED


def test_a_residents_photo_is_public_with_their_complaint_alone():
    complaint = make_complaint(state=FILED)
    evidence = make_checked()
    ComplaintEvidence.objects.create(
        complaint=complaint, evidence=evidence, role=EvidenceRole.BEFORE
    )
    notice = served(complaints=[complaint], evidence=[evidence, own := make_checked()])
    publish(notice, by=make_user())

    assert [each.evidence for each in NoticeEvidence.objects.public()] == [own]


def test_pr05_a_photo_that_a_notice_holds_loses_its_origin_and_stays():
    complaint = make_complaint(state=FILED)
    kept, gone = make_evidence(latitude=31.9), make_evidence()
    for evidence in (kept, gone):
        ComplaintEvidence.objects.create(
            complaint=complaint, evidence=evidence, role=EvidenceRole.BEFORE
        )
    issued(complaints=[complaint], evidence=[kept])

    forget_pictures([complaint])

    assert Evidence.objects.get().latitude is None
    assert not ComplaintEvidence.objects.exists()


def test_the_story_of_the_notice_names_no_complaint():
    complaint = make_complaint(state=FILED)
    notice = passed(complaints=[complaint])
    no(notice, complaint)

    words = "".join(
        f"{event.public_text}{event.because}" for event in Event.objects.of(notice)
    )
    assert complaint.number not in words
    assert complaint.text not in words
    assert RectificationNotice.objects.get().complaints.count() == 1
