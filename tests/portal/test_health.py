import errno

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.urls import path
from django.views.defaults import server_error as plain_server_error

from portal import health
from portal import urls as site_urls

handler500 = "portal.health.server_error"


def view_that_raises(error):
    def view(request):
        raise error

    return view


def wrapped(request):
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError as full:
        raise RuntimeError("the upload failed") from full


urlpatterns = [
    path("locked/", view_that_raises(OperationalError("database is locked"))),
    path("gone/", view_that_raises(InterfaceError("connection already closed"))),
    path("full/", view_that_raises(OSError(errno.ENOSPC, "No space left on device"))),
    path("readonly/", view_that_raises(OSError(errno.EROFS, "Read-only file system"))),
    path("wrapped/", wrapped),
    path("fault/", view_that_raises(ZeroDivisionError())),
    path("missing/", view_that_raises(FileNotFoundError())),
    *site_urls.urlpatterns,
]


@pytest.fixture
def client(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def test_life_is_told_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_readiness_names_what_works(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "files": "ok"}


def test_r2_readiness_is_honest_about_the_database(client):
    # No database fixture: every query raises.
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "failing"


@pytest.mark.django_db
def test_r2_readiness_is_honest_about_files(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["files"] == "failing"


@pytest.mark.parametrize(
    "address", ["/locked/", "/gone/", "/full/", "/readonly/", "/wrapped/"]
)
def test_r2_what_will_pass_is_answered_503_without_the_database(client, address):
    response = client.get(address)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "网站正忙" in response.text
    assert 'href="/"' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/fault/", "/missing/"])
def test_what_is_our_fault_is_a_500(client, address):
    assert client.get(address).status_code == 500


def test_r2_a_form_that_could_not_be_saved_gives_its_text_back(client):
    response = client.post(
        "/locked/",
        {
            "text": "沿河路三号门前堆了一个星期的建筑垃圾",
            "password": "correct horse battery",
            "csrfmiddlewaretoken": "x" * 64,
        },
    )

    assert response.status_code == 503
    assert "没有保存" in response.text
    assert "沿河路三号门前堆了一个星期的建筑垃圾</textarea>" in response.text
    assert "correct horse" not in response.text
    assert "xxxx" not in response.text


@pytest.mark.django_db
def test_r2_a_database_that_fails_in_mid_page_is_answered_503(client, home_page):
    def broken(execute, sql, params, many, context):
        raise OperationalError("disk I/O error")

    with connection.execute_wrapper(broken):
        response = client.get("/")
        missing = client.get("/none/")

    assert response.status_code == 503
    assert missing.status_code == 503
    assert client.get("/").status_code == 200


def test_the_standard_handler_is_ours():
    assert site_urls.handler500 == "portal.health.server_error"
    assert health.server_error is not plain_server_error
