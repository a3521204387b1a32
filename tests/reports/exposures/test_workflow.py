"""Which state may follow which, and what the database itself refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from portal.workflow import TransitionNotAllowed
from reports.exposures.models import Correction, Exposure
from reports.exposures.services.steps import lock, step
from reports.exposures.workflow import (
    EVER_PUBLIC,
    EXPOSURE_STEPS,
    FIRST_STATE,
    IN_PREPARATION,
    PUBLIC_STATES,
    ApprovalLevel,
    ExposureState,
    TargetKind,
)
from reports.notices.workflow import NoticeState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.exposures.make import (
    give_approval,
    give_privacy_check,
    make_batch,
    make_exposure,
    make_public,
)
from tests.reports.notices.make import make_notice

_S = ExposureState


@pytest.mark.once
def test_every_state_has_a_row():
    assert set(EXPOSURE_STEPS) == set(_S)


@pytest.mark.once
def test_every_state_can_be_reached():
    reached, open_ends = {FIRST_STATE}, {FIRST_STATE}
    while open_ends:
        open_ends = {new for old in open_ends for new in EXPOSURE_STEPS[old]} - reached
        reached |= open_ends
    assert reached == set(_S)


@pytest.mark.once
def test_what_was_once_public_never_goes_back_to_the_draft():
    reached = set(PUBLIC_STATES)
    while more := {new for old in reached for new in EXPOSURE_STEPS[old]} - reached:
        reached |= more
    assert reached == EVER_PUBLIC
    assert not reached & IN_PREPARATION


@pytest.mark.django_db
@pytest.mark.parametrize("old", _S)
def test_it_refuses_every_step_outside_the_table(old):
    exposure = make_exposure(state=old, n_pictures=0)
    events = Event.objects.of(exposure).count()
    lock(exposure)

    for new in _S:
        if new not in EXPOSURE_STEPS[old]:
            with pytest.raises(TransitionNotAllowed):
                step(exposure, "try", new, by=None)

    assert Event.objects.of(exposure).count() == events
    assert Exposure.objects.get().state == old


@pytest.mark.django_db
def test_ex01_a_private_person_has_no_place_in_the_schema():
    targets = {
        field.name: str(field.related_model._meta.label)  # type: ignore[union-attr]
        for field in Exposure._meta.get_fields()
        if field.is_relation and field.many_to_one
    }

    assert {name for name, label in targets.items() if label.startswith("users.")} == {
        "drafted_by",
        "scheduled_by",
        "published_by",
        "override_by",
    }
    assert set(TargetKind) == {"unit", "phenomenon", "business"}
    assert not {
        field.name
        for field in Exposure._meta.fields
        if "person" in field.name or "phone" in field.name or "owner" in field.name
    }


BAD_TARGETS = {
    "a unit without a notice": {"notice": None},
    "a unit that has a shop's sign": {"business_sign": "早点铺"},
    "a unit without a reason": {"reason_code": ""},
}


@pytest.mark.django_db
@pytest.mark.parametrize("fields", BAD_TARGETS.values(), ids=BAD_TARGETS)
def test_ex20_the_target_fits_its_kind(fields):
    exposure = make_exposure(n_pictures=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Exposure.objects.filter(pk=exposure.pk).update(**fields)


@pytest.mark.django_db
def test_a_phenomenon_names_no_unit():
    exposure = make_exposure(kind=TargetKind.PHENOMENON, n_pictures=0)

    for fields in (
        {"unit": make_unit()},
        {"notice": make_notice(state=NoticeState.SERVED)},
        {"business_sign": "早点铺"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exposure.objects.filter(pk=exposure.pk).update(**fields)


@pytest.mark.django_db
def test_ex12_a_shop_needs_a_penalty_and_an_end():
    for fields in ({"penalty_number": ""}, {"publish_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_public(kind=TargetKind.BUSINESS, n_pictures=0, **fields)


@pytest.mark.django_db
def test_ex05_a_unit_is_public_only_once_it_was_heard():
    soon = timezone.now() + timedelta(days=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_public(n_pictures=0, reply_until=soon)

    make_public(n_pictures=0, reply_until=soon, replied_at=timezone.now())
    make_public(
        n_pictures=0,
        reply_until=soon,
        override_because="公共安全",
        override_by=make_user(),
    )


@pytest.mark.django_db
def test_e1_whoever_wrote_it_does_not_publish_it():
    author = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_public(n_pictures=0, author=author, published_by=author)


@pytest.mark.django_db
def test_a_number_is_given_once_in_a_batch():
    batch = make_batch()
    make_public(batch=batch, number=1, n_pictures=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_public(batch=batch, number=1, n_pictures=0)


@pytest.mark.django_db
def test_e1_nobody_approves_the_same_words_twice():
    exposure = make_exposure(n_pictures=0)
    person = give_approval(exposure, ApprovalLevel.REVIEW).by

    with pytest.raises(IntegrityError), transaction.atomic():
        give_approval(exposure, ApprovalLevel.HEAD, by=person)


@pytest.mark.django_db
def test_e3_approvals_checks_and_corrections_are_never_edited():
    exposure = make_public(n_pictures=0)
    rows: list[Any] = [
        give_approval(exposure, ApprovalLevel.REVIEW),
        give_privacy_check(exposure),
        Correction.objects.create(
            year=2026,
            sequence=1,
            exposure=exposure,
            kind="correction",
            reason_class="facts",
            text="更正",
            decided_by=make_user(),
            decided_as="双创办",
        ),
    ]

    for row in rows:
        with pytest.raises(IsPermanent):
            row.save()
        with pytest.raises(IsPermanent):
            type(row).objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk)._raw_delete(connection.alias)
