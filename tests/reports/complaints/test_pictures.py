"""Whose the photos of a complaint are, who sees them, and when they go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.evidence.models import Evidence
from portal.evidence.owners import can_view, is_public
from portal.evidence.services import forget_unheld
from portal.users.models import User
from portal.users.roles import Role, sync_roles
from reports.complaints.models import Complaint, EvidenceRole
from reports.complaints.models.evidence import evidence_prefetch
from reports.complaints.models.scopes import DeskScope
from reports.complaints.refusals import Refused
from reports.complaints.services.contacts import anonymise
from reports.complaints.services.picturing import (
    attach,
    receive_after_photos,
    submit_with_evidence,
)
from reports.complaints.services.publishing import hide
from reports.complaints.workflow import ComplaintState
from tests.portal.evidence.make import make_checked, make_photo, sent
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, make_link, submission

pytestmark = pytest.mark.django_db


def shown(complaint, role="before"):
    return Template(
        "{% load complaint_evidence %}{% evidence_pictures complaint role %}"
    ).render(Context({"complaint": complaint, "role": role}))


def published(**fields):
    return make_complaint(state=ComplaintState.HANDLING, is_published=True, **fields)


def test_c_9_photos_are_public_with_their_complaint_and_hidden_with_it(
    client, home_page
):
    complaint, evidence = published(), make_checked()
    attach(complaint, [evidence], EvidenceRole.BEFORE)
    address = evidence.public_copies.first().get_absolute_url()
    assert client.get(address).status_code == 200
    assert address.rsplit("/", 1)[0] in shown(complaint)

    hide(complaint, by=make_user(), because="有隐私")

    assert client.get(address).status_code == 404
    assert "img" not in shown(complaint)


@pytest.mark.parametrize(
    ("role", "is_seen"), [("before", True), ("after", True), ("reply", False)]
)
def test_what_residents_add_later_is_never_public(role, is_seen):
    evidence = make_checked()
    attach(published(), [evidence], EvidenceRole(role))

    assert is_public(evidence) is is_seen


def test_a_photo_that_waits_for_its_check_says_so():
    complaint = published()
    attach(complaint, [make_photo()], EvidenceRole.BEFORE)

    html = shown(complaint)

    assert "照片核对后公开" in html
    assert "<img" not in html


def test_c_10_staff_see_what_they_see_the_complaint_of():
    sync_roles()
    evidence, complaint = make_photo(), make_complaint(area=make_area())
    attach(complaint, [evidence], EvidenceRole.BEFORE)

    assert can_view(evidence, make_user(role=Role.DESK))
    assert not can_view(evidence, make_user(role=Role.WEB_EDITOR))
    inspector = make_user(role=Role.INSPECTOR)
    assert not can_view(evidence, inspector)
    DeskScope.objects.create(user=inspector, area=complaint.area)
    assert can_view(evidence, User.objects.get(pk=inspector.pk))


def test_c11_people_of_the_unit_do_not_see_what_was_sent():
    sync_roles()
    unit = make_unit()
    evidence, complaint = make_photo(), make_complaint(unit=unit)
    attach(complaint, [evidence], EvidenceRole.BEFORE)
    handler = make_user(role=Role.INSPECTOR)
    DeskScope.objects.create(user=handler, unit=unit)

    assert not can_view(evidence, handler)


def test_a_photo_stays_with_the_complaint_that_has_it():
    evidence = make_photo()
    first, second = make_complaint(), make_complaint()
    attach(first, [evidence], EvidenceRole.BEFORE)

    attach(second, [evidence], EvidenceRole.BEFORE)

    assert evidence.of_complaint.complaint == first


def test_c_1_complaint_and_photos_are_kept_together():
    evidence = [make_photo(), make_photo()]
    told = submission()

    ticket = submit_with_evidence(told, evidence)
    submit_with_evidence(told, [make_photo()])

    assert [link.evidence for link in ticket.complaint.evidence_links.all()] == evidence


def test_what_was_never_sent_is_deleted_after_two_days():
    held, loose = make_photo(), make_photo()
    attach(make_complaint(), [held], EvidenceRole.BEFORE)
    Evidence.objects.update(received_at=timezone.now() - timedelta(days=3))

    forget_unheld()

    assert list(Evidence.objects.all()) == [held]
    assert loose.pk


def test_a_units_after_photos_are_taken_all_or_none():
    complaint = make_complaint(state=ComplaintState.HANDLING)

    photos = receive_after_photos(complaint, [sent(), sent()], by=make_link())
    with pytest.raises(Refused, match="第 2 张"):
        receive_after_photos(complaint, [sent(), sent(b"%PDF-1")], by=make_link())

    assert list(Evidence.objects.order_by("pk")) == photos


def test_pr_05_originals_go_when_a_complaint_is_forgotten():
    shown_one = published(
        category=make_category(),
    )
    secret = make_complaint(state=ComplaintState.CLOSED)
    public, private = make_checked(), make_photo()
    attach(shown_one, [public], EvidenceRole.BEFORE)
    attach(secret, [private], EvidenceRole.BEFORE)
    now = timezone.now()
    Complaint.objects.filter(pk=shown_one.pk).update(
        state=ComplaintState.DECLINED, is_open=False, ended_at=now, is_published=False
    )
    Complaint.objects.filter(pk=shown_one.pk).update(
        state=ComplaintState.CLOSED,
        outcome="resolved",
        closed_at=now,
        is_published=True,
    )

    anonymise(days=0)

    public.refresh_from_db()
    assert (public.original.name, public.public_copies.count()) == ("", 2)
    assert not Evidence.objects.filter(pk=private.pk).exists()


def test_a_list_shows_its_pictures_without_a_query_for_each():
    counts = []
    for number in (1, 10):
        while Complaint.objects.count() < number:
            attach(published(), [make_checked()], EvidenceRole.BEFORE)
        rows = Complaint.objects.public().select_related("category", "area", "street")
        with CaptureQueriesContext(connection) as queries:
            pages = [shown(row) for row in rows.prefetch_related(evidence_prefetch())]
        counts.append(len(queries))
        assert all("<img" in page for page in pages)

    assert counts[0] == counts[1] <= 5
