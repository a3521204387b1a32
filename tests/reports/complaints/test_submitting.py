"""A resident sends something in: once, without losing or telling anything."""

from dataclasses import replace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import codes
from portal.directory.geometry import Point
from portal.throttle import Attempts
from portal.timeline.models import Event
from reports.complaints.models import Complaint, PrivacyNotice, Reporter
from reports.complaints.refusals import Refused, Stale
from reports.complaints.services.intake import accept
from reports.complaints.services.submitting import (
    Contact,
    find_complaint,
    renew_query_code,
    submit_complaint,
)
from reports.complaints.throttling import may_submit, may_try_code
from reports.complaints.workflow import AgeBand, IdentityMode
from tests.portal.make import make_area
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_key, send, submission

pytestmark = pytest.mark.django_db


def test_category_place_and_text_are_enough():
    ticket = send()

    assert ticket.is_new
    assert codes.read_code(ticket.code) == ticket.code
    assert not Reporter.objects.exists()
    (event,) = Event.objects.of(ticket.complaint)
    assert (event.verb, event.to_state, event.actor) == ("submit", "submitted", None)


@time_machine.travel("2027-01-01 00:10+08:00")
def test_the_number_tells_the_year_in_china():
    complaint = send().complaint

    assert complaint.number == f"LX2027-{complaint.pk:06}"
    assert f"{complaint.submitted_on}" == "2027-01-01"


def test_c_2_sent_twice_it_is_one_complaint_with_the_same_ticket():
    sent = submission()

    first, second = submit_complaint(sent), submit_complaint(sent)

    assert second.complaint == first.complaint
    assert second.code == first.code
    assert (first.is_new, second.is_new) == (True, False)
    assert Complaint.objects.count() == 1
    assert Event.objects.of(first.complaint).count() == 1


def test_a_key_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="128"):
        send(idempotency_key="1")


def test_c_3_number_and_code_open_it_together_alone():
    ticket, other = send(), send()
    number = ticket.complaint.number

    assert find_complaint(number, ticket.code.lower()) == ticket.complaint
    assert find_complaint(f" {number} ", ticket.code) == ticket.complaint
    assert find_complaint(number, other.code) is None
    assert find_complaint(number, "") is None
    assert find_complaint("", "") is None
    assert find_complaint("LX2026-999999", ticket.code) is None


def test_c_3_a_leaked_database_opens_no_complaint():
    sent = submission()
    ticket = submit_complaint(sent)
    stored = str(Complaint.objects.values().get())

    assert ticket.code not in stored
    assert ticket.code.replace("-", "") not in stored
    assert sent.idempotency_key not in stored
    assert ticket.code not in repr(ticket)
    assert sent.idempotency_key not in repr(sent)


def test_a_code_still_opens_after_the_sites_key_was_changed(settings):
    sent = submission()
    ticket = submit_complaint(sent)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    assert find_complaint(ticket.complaint.number, ticket.code) == ticket.complaint
    assert submit_complaint(sent) == replace(ticket, is_new=False)


def test_a_lost_code_is_renewed_and_the_old_one_opens_nothing():
    ticket = send()

    new = renew_query_code(ticket.complaint, by=make_user(), because="核对了电话")

    assert find_complaint(ticket.complaint.number, new) == ticket.complaint
    assert find_complaint(ticket.complaint.number, ticket.code) is None


def test_c_8_everybody_sees_the_place_to_100_metres():
    complaint = send(point=Point(31.891253, 109.534226)).complaint

    assert (complaint.public_lat, complaint.public_lon) == (31.891, 109.534)
    assert complaint.point == Point(31.891253, 109.534226)


def test_c_8_or_not_at_all_where_that_is_wished():
    complaint = send(point=Point(31.891253, 109.534226), is_place_hidden=True).complaint

    assert complaint.public_lat is None
    assert complaint.lat is not None


def test_a_point_finds_its_area():
    area = make_area()

    assert send(point=Point(31.882, 109.518)).complaint.area == area
    assert send(point=Point(30.0, 109.518)).complaint.area is None


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"text": " \n "}, "请填写反映内容"),
        ({"text": "长" * 2001}, "最多2000个字"),
        ({"place_text": ""}, "在哪里"),
        ({"contact": Contact(phone="19900000012")}, "匿名反映不保存"),
        ({"identity_mode": IdentityMode.CONFIDENTIAL}, "请留下电话或邮箱"),
        (
            {
                "identity_mode": IdentityMode.NAMED,
                "contact": Contact(phone="19900000012"),
            },
            "请写姓名",
        ),
        ({"age_band": AgeBand.CHILD}, "监护人"),
    ],
    ids=["empty", "long", "nowhere", "contact", "none", "nameless", "child"],
)
def test_it_refuses_with_a_sentence_and_keeps_nothing(fields, asks):
    with pytest.raises(Refused, match=asks):
        send(**fields)

    assert not Complaint.objects.exists()


def test_some_categories_want_a_way_to_reach_whoever_complains():
    category = make_category(allow_anonymous=False)

    with pytest.raises(Refused, match="联系方式"):
        send(category=category)

    assert send(
        category=category,
        identity_mode=IdentityMode.CONFIDENTIAL,
        contact=Contact(phone="19900000012"),
    ).is_new


def test_who_sends_stands_in_a_table_apart():
    ticket = send(
        identity_mode=IdentityMode.NAMED,
        contact=Contact(name="陈麦穗", phone="19900000012", may_be_called=True),
    )

    stored = str(Complaint.objects.values().get())
    assert "陈麦穗" not in stored
    assert "19900000012" not in stored
    assert Reporter.objects.get().complaint == ticket.complaint


def test_pr_03_the_notice_that_was_shown_is_kept_with_it():
    complaint = send().complaint

    assert complaint.privacy_notice == PrivacyNotice.objects.current()


def test_i_1_what_nobody_types_on_purpose_is_dropped():
    complaint = send(text="门\x00口\u202e的\u200b垃圾\r\n\n\n\n没人收").complaint

    assert complaint.text == "门口的垃圾\n\n没人收"


def test_a_child_may_with_a_guardian():
    assert send(age_band=AgeBand.CHILD, has_guardian_consent=True).is_new


def test_g_4_a_post_asks_few_queries():
    sent = submission(idempotency_key=make_key())

    with CaptureQueriesContext(
        connection,
    ) as asked:
        submit_complaint(sent)

    said = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(said) <= 6, said


def test_two_clerks_at_once_do_not_overwrite_each_other():
    complaint = send().complaint
    seen_by_another = Complaint.objects.get(pk=complaint.pk)
    accept(complaint, by=make_user())

    with pytest.raises(Stale):
        accept(seen_by_another, by=make_user())

    assert Event.objects.of(complaint).filter(verb="accept").count() == 1


def test_c_13_too_many_from_one_network_wait_and_others_do_not(settings):
    settings.THROTTLES = {
        **settings.THROTTLES,
        "complaint_network": (2, 60, 60),
        "code_network": (2, 60, 60),
    }

    assert [may_submit("10.0.0.1").is_allowed for _n in range(3)] == [True, True, False]
    assert may_submit("10.0.0.2").is_allowed
    assert [may_try_code("10.0.0.1", f"LX{n}").is_allowed for n in range(3)] == [
        True,
        True,
        False,
    ]


def test_c_13_many_networks_together_wait_too(settings):
    settings.THROTTLES = {**settings.THROTTLES, "complaint_all": (2, 60, 60)}

    allowed = [may_submit(f"10.0.0.{n}").is_allowed for n in range(3)]

    assert allowed == [True, True, False]


def test_c_5_no_address_is_kept():
    may_submit("10.0.0.77")
    assert "10.0.0.77" not in str(list(Attempts.objects.values()))
