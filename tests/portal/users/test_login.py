"""The door of the CMS (A1, A2, A3)."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

LOGIN = "/cms/login/"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def chief(db):
    return get_user_model().objects.create_superuser("chief", password=PASSWORD)


def log_in(
    client, name="chief", password="wrong password", address="198.51.100.7", **meta
):
    return client.post(
        LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address, **meta
    )


def fail(client, times, **who):
    return [log_in(client, **who).status_code for _time in range(times)]


def test_a1_five_wrong_passwords_close_the_account_for_a_while(client, chief):
    assert fail(client, 5) == [200] * 5

    response = log_in(client, password=PASSWORD)

    assert response.status_code == 429
    assert "15 分钟后再试" in response.text
    assert 'value="chief"' in response.text
    assert PASSWORD not in response.text
    assert 800 < int(response["Retry-After"]) <= 901
    assert "_auth_user_id" not in client.session


def test_a1_the_pause_ends(client, chief):
    fail(client, 6)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert log_in(client, password=PASSWORD).status_code == 302


def test_a1_another_network_does_not_open_a_closed_account(client, chief):
    fail(client, 6)

    assert log_in(client, address="203.0.113.9", password=PASSWORD).status_code == 429


def test_a1_a_network_that_tries_many_names_is_closed(client, chief):
    codes = [log_in(client, name=f"name{n}").status_code for n in range(21)]

    assert codes == [200] * 20 + [429]
    assert log_in(client, password=PASSWORD).status_code == 429
    assert log_in(client, password=PASSWORD, address="203.0.113.9").status_code == 302


def test_a1_a_forged_forwarding_header_changes_nothing(client, chief):
    codes = [
        log_in(client, name=f"n{n}", HTTP_X_FORWARDED_FOR=f"6.6.6.{n}").status_code
        for n in range(21)
    ]

    assert codes[-1] == 429


def test_a1_the_right_password_starts_the_count_over(client, chief):
    fail(client, 4)
    assert log_in(client, password=PASSWORD).status_code == 302
    client.logout()

    assert fail(client, 5) == [200] * 5


def test_a1_upper_case_is_no_other_account(client, chief):
    fail(client, 3, name="Chief")
    fail(client, 2, name="CHIEF")

    assert log_in(client, password=PASSWORD).status_code == 429


def test_a1_a_name_that_does_not_exist_is_answered_alike(client, chief):
    known = log_in(client, name="chief")
    unknown = log_in(client, name="nobody")

    assert known.status_code == unknown.status_code
    for word in ("chief", "nobody"):
        known_text = known.text.replace("chief", "")
        unknown_text = unknown.text.replace("nobody", "")
        assert word not in known_text
        assert word not in unknown_text
    assert len(known_text) == len(unknown_text)


def test_the_other_login_of_wagtail_is_the_same_door(client, chief):
    for _time in range(5):
        client.post("/_util/login/", {"username": "chief", "password": "x"})

    assert log_in(client, password=PASSWORD).status_code == 429


def test_a3_logins_are_written_down_without_what_was_typed(client, chief, caplog):
    caplog.set_level(logging.INFO, "portal.security")
    log_in(client, name=PASSWORD, password="secret one")
    log_in(client, password="secret two")
    log_in(client, password=PASSWORD)
    client.post(reverse("wagtailadmin_logout"))

    said = [
        record.getMessage()
        for record in caplog.records
        if record.name == "portal.security"
    ]
    assert said == [
        "login failed user=unknown address=198.51.100.7",
        f"login failed user={chief.pk} address=198.51.100.7",
        f"login user={chief.pk} address=198.51.100.7",
        f"logout user={chief.pk}",
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"username": "a\0b", "password": "\0"},
        {"username": "x" * 5000, "password": "y" * 9000},
    ],
)
def test_i1_odd_input_gets_the_form_again(client, db, sent):
    assert client.post(LOGIN, sent).status_code == 200


def at(client, minutes, path="/cms/"):
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        return client.get(path)


def test_a1_half_an_hour_without_a_request_ends_the_session(client, chief):
    client.force_login(chief)
    assert at(client, 29).status_code == 200
    assert at(client, 58).status_code == 200

    response = at(client, 90)

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)
    assert "没有操作" in client.get(response.url).text


def test_a1_eight_hours_are_the_end_however_busy(client, chief):
    client.force_login(chief)

    codes = [at(client, minutes).status_code for minutes in range(0, 520, 20)]

    assert codes[:24] == [200] * 24
    assert codes[-1] == 302


def test_a1_an_open_editor_that_asks_by_itself_keeps_nobody_logged_in(client, chief):
    client.force_login(chief)

    for minutes in (10, 20, 28):
        at(client, minutes, "/cms/editing-sessions/1/")

    assert at(client, 35).status_code == 302


def test_a_public_page_neither_asks_nor_ends_a_session(client, chief, home_page):
    client.force_login(chief)

    response = at(client, 45, "/")

    assert response.status_code == 200
    assert not response.cookies


def test_i5_logout_takes_a_post(client, chief):
    client.force_login(chief)

    assert client.get(reverse("wagtailadmin_logout")).status_code == 405

    assert client.get("/cms/").status_code == 200


def test_i6_login_leads_to_no_foreign_host(client, chief):
    response = client.post(
        LOGIN,
        {"username": "chief", "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert response.url == "/cms/"


def test_a_password_is_not_reset_by_mail_before_mail_is_set_up(client, db):
    assert client.get("/cms/password_reset/").status_code == 404
    assert "password_reset" not in client.get(LOGIN).text


def test_a2_there_is_no_second_admin(client, home_page):
    for path in ("/django-admin/", "/admin/", "/django-admin/login/"):
        assert client.get(path).status_code == 404
