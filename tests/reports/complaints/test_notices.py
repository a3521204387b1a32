"""Notices: sent from the background, once, and telling nothing that is not theirs."""

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from portal.outbox.backends import NotDelivered
from portal.timeline.models import Event
from reports.complaints.models import Delivery
from reports.complaints.services.checking import check_result
from reports.complaints.services.dispatching import dispatch
from reports.complaints.services.intake import accept
from reports.complaints.services.notifying import tell_reporters, tell_unit
from reports.complaints.services.submitting import Contact
from reports.complaints.workflow import (
    ComplaintState,
    Finding,
    IdentityMode,
    Outcome,
)
from tests.portal.make import make_unit
from tests.portal.outbox.stub import gateway
from tests.portal.users.make import make_user
from tests.reports.make import (
    make_complaint,
    make_handled,
    make_link,
    make_reporter,
    send,
)

pytestmark = pytest.mark.django_db
S = ComplaintState


@pytest.fixture
def sms(settings):
    with gateway() as stub:
        settings.OUTBOX = {
            "sms": {
                "BACKEND": "portal.outbox.backends.SmsGateway",
                "OPTIONS": {"url": stub.url, "key": "k"},
            },
            "email": {"BACKEND": "portal.outbox.backends.DjangoEmail"},
        }
        yield stub


def with_phone():
    return send(
        identity_mode=IdentityMode.CONFIDENTIAL,
        contact=Contact(name="陈麦穗", phone="19900000012", wants_notice=True),
        text="门口的垃圾满了，我叫陈麦穗",
    )


def test_c_4_a_notice_carries_the_number_alone(sms):
    ticket = with_phone()
    event = accept(ticket.complaint, by=make_user())

    tell_reporters.func(_context(), event.pk)

    (got,) = sms.got
    assert got["mobile"] == "19900000012"
    assert ticket.complaint.number in got["content"]
    assert "已受理" in got["content"]
    for secret in ("垃圾", "陈麦穗", ticket.code):
        assert secret not in got["content"]


def test_c_4_what_waits_for_the_worker_names_nobody(sms):
    ticket = with_phone()
    accept(ticket.complaint, by=make_user())

    waiting = str(list(DBTaskResult.objects.values()))

    assert DBTaskResult.objects.count() == 2  # of the submission, of the acceptance
    for secret in ("19900000012", "陈麦穗", "垃圾", ticket.code):
        assert secret not in waiting


def test_who_wants_no_notice_gets_none():
    complaint = make_complaint()
    make_reporter(complaint, wants_notice=False)

    accept(complaint, by=make_user())

    assert not DBTaskResult.objects.exists()


def test_a_step_that_is_rolled_back_tells_nobody():
    complaint = with_phone().complaint
    before = DBTaskResult.objects.count()

    with transaction.atomic():
        accept(complaint, by=make_user())
        transaction.set_rollback(True)

    assert DBTaskResult.objects.count() == before


def test_a_task_that_runs_twice_sends_once(sms):
    event = accept(with_phone().complaint, by=make_user())

    tell_reporters.func(_context(), event.pk)
    tell_reporters.func(_context(), event.pk)

    assert len(sms.got) == 1
    assert Delivery.objects.get().channel == "sms"


def test_a_failure_is_tried_again_later(sms):
    event = accept(with_phone().complaint, by=make_user())
    waiting = DBTaskResult.objects.count()
    sms.status = 503

    with pytest.raises(NotDelivered) as raised:
        tell_reporters.func(_context(), event.pk)

    assert "19900000012" not in str(raised.value)
    assert not Delivery.objects.exists()
    assert DBTaskResult.objects.count() == waiting + 1
    sms.status = 200
    tell_reporters.func(_context(), event.pk)
    assert Delivery.objects.count() == 1


def test_invariant_8_whose_was_merged_gets_the_result_too(sms):
    main = make_handled()
    child = make_complaint(state=S.MERGED, merged_into=main)
    make_reporter(child, phone="", email="chen@example.com")

    event = check_result(
        main,
        by=make_user(),
        is_passed=True,
        text="已恢复。",
        finding=Finding.TRUE,
        outcome=Outcome.RESOLVED,
    )
    tell_reporters.func(_context(), event.pk)

    (sent,) = mail.outbox
    assert sent.to == ["chen@example.com"]
    assert child.number in str(sent.body)
    assert main.number not in str(sent.body)


def test_a_unit_is_told_where_its_link_says(sms):
    unit = make_unit()
    make_link(unit, phone="19900000077", email="unit@example.com")
    complaint = make_complaint(state=S.FILED)
    dispatch(complaint, by=make_user(), unit=unit)

    tell_unit.func(_context(), Event.objects.of(complaint).get().pk)

    assert "新派" in sms.got[0]["content"]
    assert mail.outbox[0].to == ["unit@example.com"]
    assert Delivery.objects.count() == 2


def _context():
    """Stand for what the worker gives a task: enough to put it in the queue again."""

    class Result:
        task = tell_reporters

    class Context:
        task_result = Result()

    return Context()
