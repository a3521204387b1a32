"""Three people take an exposure from draft to page; none does two things of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import NotAllowed, Refused, SameHand
from reports.exposures.models import ExposureApproval, PrivacyCheck
from reports.exposures.refusals import NotReady
from reports.exposures.services import approving, drafting
from reports.exposures.services.publishing import (
    publish,
    publish_batch,
    schedule,
)
from reports.exposures.workflow import (
    ExposureState,
    ReasonCode,
    TargetKind,
)
from reports.notices.workflow import NoticeState
from tests.reports.exposures.make import (
    approve_all,
    fresh,
    make_author,
    make_batch,
    make_chief,
    make_evidence,
    make_exposure,
    make_head,
    make_public,
    make_ready,
    make_reviewer,
    make_staff,
)
from tests.reports.notices.make import make_notice

pytestmark = pytest.mark.django_db
_S = ExposureState


def test_e1_nobody_publishes_what_they_wrote():
    author = make_staff(Role.CHIEF_EDITOR)
    exposure = make_ready(author=author)

    with pytest.raises(SameHand):
        publish(exposure, by=author)
    with pytest.raises(SameHand):
        schedule(exposure, by=author, at=timezone.now() + timedelta(days=1))


def test_publishing_takes_the_right_to():
    with pytest.raises(NotAllowed):
        publish(make_ready(), by=make_reviewer())


def test_whoever_changed_a_word_is_an_author_too():
    exposure = make_exposure()
    helper = make_staff(Role.HEAD, "change_exposure")
    drafting.edit(exposure, by=helper, facts="改过的事实。")
    drafting.hand_to_check(exposure, by=make_author())

    with pytest.raises(SameHand):
        approving.approve(exposure, by=helper)


def test_three_people_take_one_from_draft_to_page():
    author, reviewer, head = make_author(), make_reviewer(), make_head()
    notice = make_notice(state=NoticeState.SERVED)
    sample = make_exposure(n_pictures=0)
    exposure = drafting.draft_exposure(
        by=author,
        batch=make_batch(),
        kind=TargetKind.UNIT,
        notice=notice,
        reason_code=ReasonCode.SLOW,
        area=sample.area,
        clauses=list(sample.clauses.all()),
    )
    for _picture in range(2):
        drafting.add_picture(exposure, make_evidence(), by=author)
    drafting.hand_to_check(exposure, by=author)
    with pytest.raises(Refused):
        approving.notify_unit(exposure, by=reviewer)
    everything = {
        "has_no_faces": True,
        "has_no_minors": True,
        "has_no_secrets": True,
        "names_nobody": True,
    }
    approving.check_privacy(exposure, by=reviewer, **everything)
    approving.review(exposure, by=reviewer)
    approving.notify_unit(exposure, by=reviewer)
    approving.approve(exposure, by=head)
    with pytest.raises(NotReady):
        publish(exposure, by=head)
    exposure = fresh(exposure)
    approving.file_statement(exposure, by=make_author(), text="已增派人手。")

    publish(exposure, by=head)

    assert exposure.is_public
    assert exposure.unit == notice.unit


def test_one_person_gives_one_yes():
    both = make_staff(Role.REVIEWER)
    both.groups.add(Group.objects.get(name=Role.HEAD.value))
    exposure = make_exposure(state=_S.LEGAL_CHECK)
    approving.review(exposure, by=both)

    with pytest.raises(SameHand):
        approving.approve(exposure, by=both)
    assert ExposureApproval.objects.count() == 1


def test_a_privacy_check_takes_all_four_ticks():
    exposure = make_exposure(state=_S.LEGAL_CHECK)

    with pytest.raises(Refused):
        approving.check_privacy(
            exposure,
            by=make_reviewer(),
            has_no_faces=True,
            has_no_minors=False,
            has_no_secrets=True,
            names_nobody=True,
        )
    assert not PrivacyCheck.objects.exists()


def test_numbers_of_a_batch_follow_one_another():
    batch = make_batch()
    made = [make_ready(batch=batch) for _each in range(3)]

    done, refused = publish_batch(batch, by=make_chief())

    assert [each.number for each in done] == [1, 2, 3]
    assert not refused
    assert {each.pk for each in done} == {each.pk for each in made}


def test_what_is_sent_back_is_told_to_the_unit_anew():
    exposure = make_ready()

    drafting.send_back(exposure, by=make_reviewer(), because="地点写错")

    assert (exposure.state, exposure.notified_at) == (_S.DRAFT, None)


def test_a_draft_does_not_go_live():
    exposure = make_exposure()
    approve_all(exposure)

    with pytest.raises(TransitionNotAllowed):
        publish(exposure, by=make_chief())


def test_one_that_is_public_is_not_published_again():
    with pytest.raises(TransitionNotAllowed):
        publish(make_public(), by=make_chief())
