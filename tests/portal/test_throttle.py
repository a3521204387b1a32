from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.throttle import (
    Attempts,
    client_address,
    forget,
    forget_expired,
    give_back,
    network_of,
    spend,
    spend_each,
)

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.THROTTLES = {"knock": (3, 600, 900), "ring": (1, 60, 60)}


def knock(key="a", *, after=0):
    return spend("knock", key, now=NOW + timedelta(seconds=after))


@pytest.mark.django_db
def test_one_too_many_brings_the_pause():
    assert [knock().is_allowed for _time in range(4)] == [True, True, True, False]
    assert knock(after=60).wait == timedelta(seconds=840)
    assert knock(after=60).wait_minutes == 14


@pytest.mark.django_db
def test_trying_on_does_not_make_the_pause_longer():
    for second in range(0, 930, 10):
        knock(after=second)

    assert knock(after=931).is_allowed


@pytest.mark.django_db
def test_the_count_starts_over_with_the_next_window():
    for _time in range(3):
        knock()

    assert knock(after=601).is_allowed
    assert knock(after=602).is_allowed


@pytest.mark.django_db
def test_keys_and_actions_are_counted_apart():
    for _time in range(4):
        knock("a")

    assert knock("b").is_allowed
    assert spend("ring", "a", now=NOW).is_allowed
    assert not spend("ring", "a", now=NOW).is_allowed


@pytest.mark.django_db
def test_several_are_counted_in_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        first = spend_each(("knock", "a"), ("ring", "all"), now=NOW)

    assert (first.is_allowed, first.count) == (True, 1)
    assert not spend_each(("knock", "b"), ("ring", "all"), now=NOW).is_allowed


@pytest.mark.django_db
def test_c13_who_is_refused_uses_up_nothing_of_what_all_share():
    for _time in range(9):
        spend_each(("ring", "a"), ("knock", "all"), now=NOW)

    assert Attempts.objects.get(action="knock").count == 1
    verdict = spend_each(("ring", "a"), ("knock", "all"), now=NOW)
    assert (verdict.is_allowed, verdict.wait) == (False, timedelta(seconds=60))


@pytest.mark.django_db
def test_what_went_well_is_given_back_or_forgotten():
    for _time in range(3):
        knock()
        give_back("knock", "a")
    assert [knock().is_allowed for _time in range(3)] == [True] * 3

    forget("knock", "a")
    assert knock().is_allowed


@pytest.mark.django_db
def test_a3_neither_address_nor_name_is_stored_and_nothing_for_long():
    spend("ring", "198.51.100.7")
    row = Attempts.objects.get()
    assert "198" not in row.key_hash
    assert len(row.key_hash) == 64

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        forget_expired()

    assert not Attempts.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "", "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (1, "<script>", "10.0.0.1"),
        (1, "6.6.6.6, ", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get(
        "/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1"
    )

    assert client_address(request) == seen


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network
