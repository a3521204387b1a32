"""A code proves the phone that it was sent to, whatever is asked for at that moment."""

from collections.abc import Iterator
from threading import Event as Signal
from time import sleep

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.refusals import Refused
from portal.timeline.models import Event
from quizzes.contests.models import (
    Contest,
    Participant,
    ParticipantContact,
    PhoneCode,
)
from quizzes.contests.services.contacting import (
    is_phone_proved,
    prove_phone,
    send_code,
)
from tests.at_once import at_once, committing
from tests.quizzes.contests.test_contacting import PHONE, outbox, sent_to
from tests.quizzes.make import make_participant

__all__ = ["outbox"]
WRITTEN = (
    Event,
    DBTaskResult,
    PhoneCode,
    ParticipantContact,
    Participant,
    Contest,
    Unit,
)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


@pytest.mark.usefixtures("committed")
def test_a_code_never_proves_the_phone_that_was_typed_after_it(outbox):
    participant, other = make_participant(), "13900000000"
    send_code(participant, PHONE, has_consented=True, network="")
    code, is_asked = sent_to(participant, outbox), Signal()

    def act(number: int) -> str:
        if number == 0:
            with transaction.atomic():
                send_code(participant, other, has_consented=True, network="")
                is_asked.set()
                sleep(0.5)  # the other has begun, and waits for this to end
            return ""
        is_asked.wait(10)
        try:
            prove_phone(participant, code)
        except Refused as refusal:
            return str(refusal)
        return "proved"

    _asked, said = at_once(act, 2)

    assert ParticipantContact.objects.get().phone == other
    assert not is_phone_proved(participant)
    assert "不对" in said
