"""Errors keep the frame and their status (GW-62)."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from portal.frame import views


def test_gw_62_a_missing_page_is_a_404_with_ways_on(client, home_page):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "这一处没查到" in response.text
    assert 'href="/sitemap/"' in response.text
    assert response.text.count('role="search"') == 2


@pytest.mark.django_db(transaction=False)
def test_gw_62_a_failure_shows_the_frame_without_the_database(
    rf: RequestFactory, django_db_blocker
):
    with django_db_blocker.block():
        response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "本站故障" in response.text
    assert "网站标识码" in response.text
    assert "Traceback" not in response.text


def test_r2_a_broken_database_is_told_in_the_whole_frame(home_page):
    client = Client(raise_request_exception=False)

    def refuse(*args):
        raise OperationalError("disk I/O error")

    with connection.execute_wrapper(refuse):
        response = client.get("/")

    assert response.status_code in {500, 503}
    assert "网站标识码" in response.text
    assert "disk I/O" not in response.text


@pytest.mark.parametrize("status", [400, 403, 500])
def test_gw_62_each_error_has_its_own_page(
    rf: RequestFactory, status, django_db_blocker
):
    with django_db_blocker.block():
        response = views.without_database(rf.get("/"), status)

    assert response.status_code == status
    assert response.text.count("<h1") == 1


def test_i6_a_foreign_host_is_a_framed_400_that_does_not_repeat_it(home_page):
    client = Client(raise_request_exception=False)

    response = client.get("/", headers={"host": "evil.example.com"})

    assert response.status_code == 400
    assert "evil" not in response.text
    assert "网站标识码" in response.text


def test_i1_too_many_parameters_are_a_framed_400(client, home_page, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10

    response = client.get("/?" + "&".join(f"a{n}=1" for n in range(20)))

    assert response.status_code == 400
    assert "网站标识码" in response.text


def test_an_error_is_not_to_be_found_by_search_engines(client, home_page):
    text = client.get("/no/such/page/").text

    assert '<meta name="robots" content="noindex">' in text
    assert "canonical" not in text


def test_elder_mode_stays_on_in_errors(client, home_page):
    client.cookies["mode"] = "elder"

    assert 'data-mode="elder"' in client.get("/no/such/page/").text


@pytest.mark.parametrize(
    "address", ["/%00", "/%ff%fe/", "/a/%0d%0aX: y", "/../../etc/passwd", "/a" * 500]
)
def test_i1_no_address_is_too_strange(client, home_page, address):
    assert client.get(address).status_code in {301, 400, 404}


def test_a_404_asks_little_of_the_database(
    client, home_page, django_assert_max_num_queries
):
    client.get("/no/such/page/")

    with django_assert_max_num_queries(6):
        client.get("/no/such/page/")
