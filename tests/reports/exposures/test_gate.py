"""Every missing condition alone refuses, through every door, and leaves no trace."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.evidence.workflow import EvidenceState
from portal.timeline.models import Event
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import NotAllowed, Refused
from reports.exposures.desk.checklist import CONDITIONS, checklist_of
from reports.exposures.models import Exposure
from reports.exposures.refusals import NotReady
from reports.exposures.services.publishing import (
    missing,
    publish,
    publish_batch,
    publish_due,
    publish_each,
)
from reports.exposures.workflow import (
    ApprovalLevel,
    ExposureState,
    PictureRole,
    TargetKind,
)
from reports.notices.workflow import NoticeState
from tests.publicity.make_reading import make_clause, make_version
from tests.reports.exposures.make import (
    approve_all,
    fresh,
    give_approval,
    give_privacy_check,
    make_chief,
    make_exposure,
    make_head,
    make_ready,
    make_staff,
    take_role,
)
from tests.reports.notices.make import make_notice

pytestmark = pytest.mark.django_db


_S = ExposureState


def _late(days):
    return timezone.localdate() + timedelta(days=days)


def _set(subject, **fields):
    type(subject)._base_manager.filter(pk=subject.pk).update(**fields)


def _without_notice_served(**fields):
    return make_ready(notice=make_notice(state=NoticeState.ISSUED), **fields)


def _with_a_revoked_notice(**fields):
    return make_ready(notice=make_notice(state=NoticeState.REVOKED), **fields)


def _with_an_objection(**fields):
    return make_ready(notice=make_notice(state=NoticeState.OBJECTED), **fields)


def _with_a_dead_mandate(**fields):
    exposure = make_ready(**fields)
    _set(exposure.notice.mandate, valid_to=_late(-1))
    return exposure


def _with_a_unit_of_the_past(**fields):
    exposure = make_ready(**fields)
    _set(exposure.unit, valid_to=_late(-30))
    return exposure


def _with_one_picture(**fields):
    return make_ready(n_pictures=1, **fields)


def _with_an_unchecked_picture(**fields):
    exposure = make_ready(**fields)
    _set(
        exposure.evidence_links.first().evidence,
        state=EvidenceState.PROCESSED,
    )
    return exposure


def _without_a_picture_of_before(**fields):
    exposure = make_exposure(state=_S.NOTIFIED, **fields)
    exposure.evidence_links.update(role=PictureRole.AFTER)
    approve_all(exposure)
    return exposure


def _without_a_clause(**fields):
    return make_ready(clauses=[], **fields)


def _with_a_clause_of_tomorrow(**fields):
    clause = make_clause(make_version(effective_on=_late(1)), 1)
    return make_ready(clauses=[clause], **fields)


def _before_the_reply(**fields):
    return make_ready(reply_until=timezone.now() + timedelta(hours=1), **fields)


def _without_privacy_check(**fields):
    exposure = make_exposure(state=_S.NOTIFIED, **fields)
    give_approval(exposure, ApprovalLevel.REVIEW)
    give_approval(exposure, ApprovalLevel.HEAD)
    return exposure


def _with_the_authors_own_privacy_check(**fields):
    exposure = _without_privacy_check(**fields)
    give_privacy_check(exposure, by=exposure.drafted_by)
    return exposure


def _without_review(**fields):
    exposure = make_exposure(state=_S.NOTIFIED, **fields)
    give_privacy_check(exposure)
    give_approval(exposure, ApprovalLevel.HEAD)
    return exposure


def _without_the_head(**fields):
    exposure = make_exposure(state=_S.NOTIFIED, **fields)
    give_privacy_check(exposure)
    give_approval(exposure, ApprovalLevel.REVIEW)
    return exposure


def _approved_by_somebody_who_is_no_head(**fields):
    exposure = _without_the_head(**fields)
    give_approval(exposure, ApprovalLevel.HEAD, by=make_chief())
    return exposure


def _approved_by_a_head_who_has_left(**fields):
    exposure = _without_the_head(**fields)
    head = make_head()
    give_approval(exposure, ApprovalLevel.HEAD, by=head)
    take_role(head, Role.HEAD)
    return exposure


def _approved_by_its_author(**fields):
    author = make_staff(Role.HEAD)
    exposure = _without_the_head(author=author, **fields)
    give_approval(exposure, ApprovalLevel.HEAD, by=author)
    return exposure


def _changed_after_the_approval(**fields):
    exposure = make_ready(**fields)
    _set(exposure, facts="另一件事。")
    return exposure


def _with_another_picture_after_the_approval(**fields):
    exposure = make_ready(**fields)
    exposure.evidence_links.update(caption="换了说明")
    return exposure


def _with_a_plate_in_its_words(**fields):
    return make_ready(facts="陕A12345的车停在人行道上。", **fields)


def _without_a_place(**fields):
    exposure = make_exposure(state=_S.NOTIFIED, **fields)
    _set(exposure, area=None)
    exposure.refresh_from_db()
    approve_all(exposure)
    return exposure


def _past_its_end(**fields):
    return make_ready(publish_until=_late(-1), **fields)


LACKING = {
    _without_notice_served: {"notice"},
    _with_a_revoked_notice: {"notice"},
    _with_an_objection: {"objection"},
    _with_a_dead_mandate: {"mandate"},
    _with_a_unit_of_the_past: {"unit"},
    _with_one_picture: {"evidence"},
    _with_an_unchecked_picture: {"redaction"},
    _without_a_picture_of_before: {"before"},
    _without_a_clause: {"clause"},
    _with_a_clause_of_tomorrow: {"clause"},
    _before_the_reply: {"reply"},
    _without_privacy_check: {"privacy"},
    _with_the_authors_own_privacy_check: {"privacy"},
    _without_review: {"review"},
    _without_the_head: {"approval"},
    _approved_by_somebody_who_is_no_head: {"approval"},
    _approved_by_a_head_who_has_left: {"approval"},
    _approved_by_its_author: {"approval"},
    _changed_after_the_approval: {"privacy", "review", "approval"},
    _with_another_picture_after_the_approval: {"privacy", "review", "approval"},
    _with_a_plate_in_its_words: {"personal"},
    _without_a_place: {"place"},
    _past_its_end: {"end"},
}


def _by_service(exposure, by, client):
    publish(exposure, by=by)


def _by_bulk(exposure, by, client):
    publish_each([exposure], by=by)


def _by_batch(exposure, by, client):
    publish_batch(exposure.batch, by=by)


def _by_schedule(exposure, by, client):
    _set(
        exposure,
        go_live_at=timezone.now() - timedelta(minutes=1),
        scheduled_by=by,
    )
    publish_due()


def _by_command(exposure, by, client):
    call_command("publish_exposures", exposure.batch.number, by=by.username)


def _by_cms_action(exposure, by, client):
    client.force_login(by)
    client.post(
        f"/cms/exposures/{exposure.pk}/do/publish/", {"version": exposure.version}
    )


def _by_cms_bulk(exposure, by, client):
    client.force_login(by)
    client.post("/cms/exposures/bulk/", {"row": [exposure.pk]})


def _by_cms_batch(exposure, by, client):
    client.force_login(by)
    client.post(f"/cms/exposures/batches/{exposure.batch.number}/publish/")


DOORS = [
    *(_by_service, _by_bulk, _by_batch, _by_schedule, _by_command),
    *(_by_cms_action, _by_cms_bulk, _by_cms_batch),
]


@pytest.mark.parametrize("lacking", LACKING, ids=lambda made: made.__name__)
def test_every_missing_condition_alone_refuses_at_every_door(lacking, client):
    exposure = lacking()
    by = make_chief()
    assert {one.code for one in missing(fresh(exposure))} == LACKING[lacking]
    before = Event.objects.of(exposure).exclude(verb="release_refused").count()

    for door in DOORS:
        with suppress(Refused, TransitionNotAllowed, CommandError):
            door(fresh(exposure), by, client)
        found = Exposure.objects.get(pk=exposure.pk)
        assert not found.is_public, door.__name__
        assert (found.number, found.published_at) == (None, None)

    after = Event.objects.of(exposure).exclude(verb="release_refused")
    assert after.count() == before
    found.batch.refresh_from_db()
    assert found.batch.published_on is None


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_lacks_nothing_goes_live_at_every_door(door, client):
    exposure = make_ready()

    door(exposure, make_chief(), client)

    found = Exposure.objects.get()
    assert found.is_public
    assert found.number == 1
    assert found.review_on


@pytest.mark.parametrize("kind", [TargetKind.PHENOMENON, TargetKind.BUSINESS], ids=str)
def test_what_names_no_unit_needs_no_notice_and_no_reply(kind):
    exposure = make_ready(kind=kind)

    publish(exposure, by=make_chief())

    assert Exposure.objects.get().is_public


def test_ex12_a_shop_without_penalty_or_end_stays_a_draft():
    exposure = make_ready(
        kind=TargetKind.BUSINESS, penalty_number="", publish_until=None
    )

    assert {one.code for one in missing(exposure)} == {"penalty", "end"}
    with pytest.raises(NotReady):
        publish(exposure, by=make_chief())


def test_a_phenomenon_needs_a_mandate_like_all_else():
    exposure = make_ready(kind=TargetKind.PHENOMENON, mandate=None)

    assert {one.code for one in missing(exposure)} == {"mandate"}


def test_the_desk_ticks_off_every_condition_of_the_gate():
    codes = {code for lacking in LACKING.values() for code in lacking} | {"penalty"}
    assert codes == set(CONDITIONS)

    lines = {
        str(line.label): line.missing for line in checklist_of(_before_the_reply())
    }
    assert [label for label, one in lines.items() if one] == ["单位已陈述，或期限已过"]
    assert "有处罚决定" not in lines
    assert "督查授权有效" not in {
        str(line.label) for line in checklist_of(make_ready(kind=TargetKind.BUSINESS))
    }


OVERRIDABLE = {_before_the_reply, _with_an_objection}


@pytest.mark.parametrize("lacking", LACKING, ids=lambda made: made.__name__)
def test_the_head_overrides_few_things_and_everybody_reads_why(lacking):
    exposure = lacking()

    if lacking in OVERRIDABLE:
        publish(fresh(exposure), by=make_head(), override_because="油污已流入河道")
        found = Exposure.objects.get(pk=exposure.pk)
        assert found.override_because == "油污已流入河道"
        said = Event.objects.of(found).get(verb="publish")
        assert "油污已流入河道" in said.public_text
    else:
        with pytest.raises(NotReady):
            publish(fresh(exposure), by=make_head(), override_because="紧急")
        assert not Exposure.objects.get(pk=exposure.pk).is_public


def test_nobody_but_the_head_overrides():
    with pytest.raises(NotAllowed):
        publish(_before_the_reply(), by=make_chief(), override_because="紧急")


def test_what_the_clock_cannot_publish_is_taken_off_its_list():
    exposure = _without_the_head()
    _by_schedule(exposure, make_chief(), None)

    publish_due()

    assert Exposure.objects.get().go_live_at is None
    assert Event.objects.of(exposure).filter(verb="release_refused").count() == 1
