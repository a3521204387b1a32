"""E3, C9: with an item its files go: whoever knows an address finds nothing there."""

import pytest

from portal.review.ledger import TakeDownReason
from portal.review.levels import Level
from portal.review.services import take_down
from portal.users.roles import Role
from tests.portal.images.make import picture_bytes, upload
from tests.portal.review.make import approve, fresh, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode, make_news
from tests.publicity.make_media import make_attachment, make_film, make_picture
from tests.publicity.make_reading import make_clause, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns():
    make_columns()


@pytest.fixture
def down(django_capture_on_commit_callbacks):
    """Take a page down, as a request would, to its very end."""

    def act(page):
        with django_capture_on_commit_callbacks(execute=True):
            take_down(fresh(page), by=None, because=TakeDownReason.PRIVACY)

    return act


def with_file(attachment, *, is_link=False, **fields):
    link = f'<p><a linktype="document" id="{attachment.pk}">名单</a></p>'
    block = ("attachment", {"document": attachment, "label": ""})
    return make_news(body=[("text", link) if is_link else block], **fields)


def with_film(film):
    return make_news(body=[("video", {"video": film, "caption": "", "transcript": ""})])


def status(client, address):
    return client.get(address).status_code


def addresses_of(film):
    film.refresh_from_db()
    return [file.url for file in (film.file, film.captions, film.thumbnail)]


@pytest.mark.parametrize("is_link", [False, True])
def test_e3_an_attachment_goes_with_its_item(client, down, is_link):
    attachment = make_attachment()
    page = with_file(attachment, is_link=is_link)
    assert status(client, page.url) == 200
    assert status(client, attachment.url) == 200

    down(page)

    assert status(client, page.url) == 410
    assert status(client, attachment.url) == 404


def test_an_attachment_of_two_items_goes_with_the_last(client, down):
    attachment = make_attachment()
    pages = [with_file(attachment), with_file(attachment)]

    seen = []
    for page in pages:
        down(page)
        seen.append(status(client, attachment.url))

    assert seen == [200, 404]


def test_an_attachment_of_a_draft_is_not_public_yet(client):
    attachment = make_attachment()
    page = with_file(
        attachment, live=False, first_published_at=None, last_published_at=None
    )
    assert status(client, attachment.url) == 404

    release(page)

    assert status(client, attachment.url) == 200


def test_an_attachment_that_a_correction_left_out_is_gone(client):
    attachment = make_attachment()
    page = release(
        with_file(
            attachment, live=False, first_published_at=None, last_published_at=None
        )
    )
    page.body, page.correction_note = [("text", "<p>附件已撤下。</p>")], "撤下附件。"

    release(page)

    assert status(client, attachment.url) == 404


def test_no_other_spelling_of_the_address_opens_it(client):
    attachment = make_attachment()
    number = str(attachment.pk).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )

    assert status(client, f"/documents/{number}/{attachment.filename}") == 404


@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR])
def test_whoever_works_with_files_opens_it_all_the_same(client, role):
    attachment = make_attachment()
    client.force_login(make_user(role=role))

    response = client.get(attachment.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


def test_who_only_receives_complaints_does_not(client):
    client.force_login(make_user(role=Role.DESK))

    assert status(client, make_attachment().url) == 404


def test_c9_a_film_goes_with_its_captions_and_its_poster(client, down):
    film = make_film(thumbnail=upload(picture_bytes("PNG")))
    page = with_film(film)
    before = addresses_of(film)
    assert [status(client, each) for each in before] == [200, 200, 200]

    down(page)

    assert [status(client, each) for each in before] == [404, 404, 404]
    # It is still in the library, and shown again with a version that is approved.
    after = addresses_of(film)
    assert [status(client, each) for each in after] == [200, 200, 200]
    assert not set(before) & set(after)


def test_a_film_that_readers_see_elsewhere_stays(client, down):
    films = [make_film(), make_film()]
    pages = [with_film(film) for film in films]
    make_episode(video=films[0])
    make_clause(make_version(), 1, film=films[1])
    before = [film.file.url for film in films]

    for page in pages:
        down(page)

    assert [status(client, each) for each in before] == [200, 200]


def test_c9_a_picture_goes_in_every_size(client, down):
    picture = make_picture()
    page = make_news(cover=picture)
    assert "/media/" in client.get(page.url).text
    before = [each.file.url for each in picture.renditions.all()]
    assert before
    assert {status(client, each) for each in before} == {200}

    down(page)

    assert {status(client, each) for each in before} == {404}
    # A preview makes them anew, where nobody knows them.
    picture.refresh_from_db()
    assert picture.get_rendition("fill-400x250|format-webp").url not in before


def test_a_picture_that_readers_see_elsewhere_stays(client, down):
    picture = make_picture()
    page = make_news(cover=picture)
    make_news(cover=picture)
    before = picture.get_rendition("fill-400x250|format-webp").url

    down(page)

    assert status(client, before) == 200


def test_what_was_approved_meanwhile_is_still_what_was_approved(down):
    picture = make_picture(file_hash="a1")
    page = release(
        make_news(
            cover=picture, live=False, first_published_at=None, last_published_at=None
        )
    )
    page.correction_note = page.summary = "改了一处。"
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)
    down(page)

    approve(page, Level.FINAL)

    assert fresh(page).live
