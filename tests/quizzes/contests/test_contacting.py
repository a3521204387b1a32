"""A phone for prizes: proved, unique, kept apart, deleted."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as given
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.refusals import Refused
from quizzes.contests.models import ParticipantContact, PhoneCode
from quizzes.contests.services.contacting import (
    delete_due_contacts,
    is_phone_proved,
    prove_phone,
    send_code,
    send_phone_code,
)
from quizzes.contests.services.joining import withdraw
from quizzes.contests.services.taking import start
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_stage,
    make_unit_entry,
)

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def outbox(settings, tmp_path):
    path = tmp_path / "sms.jsonl"
    settings.OUTBOX = {
        **given.OUTBOX,
        "sms": {
            "BACKEND": "portal.outbox.backends.File",
            "OPTIONS": {"path": str(path)},
        },
    }
    return path


def ask(participant, phone=PHONE, *, network="10.0.0.1"):
    send_code(participant, phone, has_consented=True, network=network)


def sent_to(participant, outbox: Path) -> str:
    """Let the task run that was queued, and read the code off the phone."""
    send_phone_code.func(_Context(), participant.pk)
    line = json.loads(outbox.read_text().splitlines()[-1])
    assert line["to"] == PHONE
    found = re.search(r"\d{6}", line["text"])
    assert found
    return found[0]


class _Context:
    """What a task is told of itself; it asks only when it fails."""


def test_a_phone_is_proved_by_the_code_that_was_sent(outbox):
    participant = make_participant()

    ask(participant, "138 1234 5678")
    code = sent_to(participant, outbox)
    assert not is_phone_proved(participant)
    prove_phone(participant, f" {code[:3]} {code[3:]} ")

    contact = ParticipantContact.objects.get()
    assert is_phone_proved(participant)
    assert contact.phone == PHONE
    assert "30天" in contact.consent_text
    assert not PhoneCode.objects.exists()


def test_neither_code_nor_phone_stands_in_a_task_or_in_the_code_s_row(outbox):
    participant = make_participant()

    ask(participant)
    code = sent_to(participant, outbox)

    rows = [*DBTaskResult.objects.values(), *PhoneCode.objects.values()]
    assert PHONE not in str(rows)
    assert code not in str(PhoneCode.objects.values_list("code_hash").get())


def test_after_five_wrong_codes_the_right_one_is_too_late(outbox):
    participant = make_participant()
    ask(participant)
    code = sent_to(participant, outbox)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _each in range(5):
        with pytest.raises(Refused, match="不对"):
            prove_phone(participant, wrong)
    with pytest.raises(Refused, match="失效"):
        prove_phone(participant, code)

    assert not is_phone_proved(participant)


def test_after_ten_minutes_a_code_is_too_old(outbox):
    participant = make_participant()
    ask(participant)
    code = sent_to(participant, outbox)

    with (
        time_machine.travel(timezone.now() + timedelta(minutes=11)),
        pytest.raises(Refused, match="失效"),
    ):
        prove_phone(participant, code)


def test_q3_one_phone_is_one_participant_of_a_contest(outbox):
    contest = make_contest()
    first, second = make_participant(contest), make_participant(contest)
    other = make_participant()
    for each in (first, second, other):
        ask(each)

    prove_phone(first, sent_to(first, outbox))
    with pytest.raises(Refused, match="已经用过"):
        prove_phone(second, sent_to(second, outbox))
    prove_phone(other, sent_to(other, outbox))

    assert not is_phone_proved(second)


def test_codes_are_sent_sparingly(outbox):
    participant = make_participant()
    for _each in range(4):
        ask(participant)

    with pytest.raises(Refused, match="太多"):
        ask(participant)


def test_all_who_join_in_one_hall_can_prove_their_phones_there():
    throttles = given.THROTTLES

    assert throttles["contest_code_network"][:2] >= throttles["contest_join"][:2]


@pytest.mark.parametrize("phone", ["", "123", "12812345678", "138123456789", "abc"])
def test_what_is_no_phone_is_refused(phone):
    with pytest.raises(Refused, match="手机号"):
        ask(make_participant(), phone)


def test_without_consent_nothing_is_kept():
    with pytest.raises(Refused, match="同意"):
        send_code(make_participant(), PHONE, has_consented=False, network="")

    assert not ParticipantContact.objects.exists()


def test_qz_06_of_a_class_no_phone_and_of_a_child_the_guardian_s(outbox):
    contest = make_contest()
    entry = make_unit_entry(contest, is_of_minors=True)
    with pytest.raises(Refused, match="班级"):
        ask(make_participant(contest, unit_entry=entry, is_minor=True))

    led = make_participant(is_minor=True, guardian_agreed_at=timezone.now())
    ask(led)

    contact = ParticipantContact.objects.get()
    assert contact.is_guardians
    assert "监护人" in contact.consent_text


def test_pr_05_the_phone_is_deleted_thirty_days_after_the_end(outbox):
    participant = make_participant()
    ask(participant)
    ends = timezone.localdate(participant.contest.closes_at)

    assert delete_due_contacts(ends + timedelta(days=29)) == 0
    assert delete_due_contacts(ends + timedelta(days=30)) == 1


def test_whoever_leaves_leaves_no_phone(outbox):
    participant = make_participant()
    ask(participant)

    withdraw(participant)

    assert not ParticipantContact.objects.exists()
    assert not PhoneCode.objects.exists()


def test_q3_whoever_leaves_after_an_official_paper_has_no_second_try(outbox):
    contest = make_contest(is_for_prizes=True)
    stage = make_stage(contest)
    first, again = make_participant(contest), make_participant(contest)
    ask(first)
    prove_phone(first, sent_to(first, outbox))
    start(first, stage)

    withdraw(first)

    assert PHONE not in str(list(ParticipantContact.objects.values()))
    assert not is_phone_proved(first)
    ask(again)
    with pytest.raises(Refused, match="已经用过"):
        prove_phone(again, sent_to(again, outbox))
    # The mark goes on the day that was told, as the phones do.
    delete_due_contacts(timezone.localdate(contest.closes_at) + timedelta(days=30))
    assert not ParticipantContact.objects.exists()


def test_whoever_leaves_before_any_official_paper_may_come_back(outbox):
    contest = make_contest(is_for_prizes=True)
    first, again = make_participant(contest), make_participant(contest)
    ask(first)
    prove_phone(first, sent_to(first, outbox))

    withdraw(first)

    assert not ParticipantContact.objects.exists()
    ask(again)
    prove_phone(again, sent_to(again, outbox))
    assert is_phone_proved(again)
