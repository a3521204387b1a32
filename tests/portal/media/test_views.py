import pytest
from django.conf import settings

FILM = bytes(range(256)) * 40  # 10240 bytes


@pytest.fixture(autouse=True)
def files():
    folder = settings.MEDIA_ROOT / "films"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.mp4").write_bytes(FILM)
    (folder / "a.vtt").write_text("WEBVTT\n")
    (folder / "a.html").write_text("<script>alert(1)</script>")
    (folder / "a.svg").write_text("<svg onload='alert(1)'/>")


def get(client, name="a.mp4", **headers):
    return client.get(
        f"/media/films/{name}",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def body(response):
    return b"".join(response.streaming_content)


def test_a_film_is_sent_whole(client):
    response = get(client)

    assert response.status_code == 200
    assert body(response) == FILM
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-0", 0, 0),
        ("bytes=10239-", 10239, 10239),
        ("bytes=100-199", 100, 199),
        ("bytes=-500", 9740, 10239),
        ("bytes=9000-99999", 9000, 10239),
        ("bytes=-99999", 0, 10239),
    ],
)
def test_a_part_is_sent(client, asked, first, last):
    response = get(client, range=asked)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/10240"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == FILM[first : last + 1]


def test_a_part_past_the_end_is_refused(client):
    response = get(client, range="bytes=10240-")

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */10240"


@pytest.mark.parametrize("asked", ["bytes=abc", "bytes=0-1,5-6", "lines=0-1", "bytes"])
def test_a_part_that_is_none_is_ignored(client, asked):
    response = get(client, range=asked)

    assert response.status_code == 200
    assert body(response) == FILM


def test_what_is_known_is_not_sent_again(client):
    etag = get(client)["ETag"]

    assert get(client, if_none_match=etag).status_code == 304


def test_a_part_of_another_file_is_not_sent(client):
    etag = get(client)["ETag"]

    assert get(client, range="bytes=0-1", if_range=etag).status_code == 206
    assert get(client, range="bytes=0-1", if_range='"other"').status_code == 200


def test_head_tells_the_size_and_sends_nothing(client):
    response = client.head("/media/films/a.mp4")

    assert response.status_code == 200
    assert response["Content-Length"] == "10240"
    assert response.content == b""


def test_captions_have_their_own_type(client):
    assert get(client, "a.vtt")["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize("name", ["a.html", "a.svg"])
def test_u3_what_could_run_is_only_ever_saved(client, name):
    response = get(client, name)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    "path",
    [
        "films/none.mp4",
        "films",
        "films/",
        "../db.sqlite3",
        "%2e%2e/db.sqlite3",
        "films/..%2f..%2fsecret-key",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "films/a%00.mp4",
        "films/" + "a" * 300 + ".mp4",
    ],
)
@pytest.mark.django_db
def test_whatever_else_is_asked_is_not_there(client, home_page, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_media_are_only_read(client):
    assert client.post("/media/films/a.mp4").status_code == 405
