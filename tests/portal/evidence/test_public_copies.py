"""What everybody may see: pixels alone, after the check, until it is withdrawn (C6, C7, C9)."""

import subprocess
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
import pytest
from PIL import Image

from portal.evidence.models import Evidence, PublicCopy
from portal.evidence.pictures import LONGEST_EDGE
from portal.evidence.services import (
    BoxDraft,
    confirm_boxes,
    draw_public_copies,
    process_evidence,
    receive_photo,
    restore,
    withdraw,
)
from portal.evidence.services.processing import prepare
from tests.portal.evidence.make import (
    body,
    jpeg,
    make_checked,
    make_photo,
    make_video,
    owned,
    public_addresses,
    scene,
    sent,
)
from tests.portal.images.make import MARKER, picture_bytes, pixels
from tests.portal.users.make import make_user

pytestmark = pytest.mark.django_db

CARRIERS = (
    MARKER,
    b"Exif",
    b"xmpmeta",
    b"photoshop",
    b"ICC_PROFILE",
    b"Lavf",
    b"+31.88",
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_c6_no_note_of_the_sent_photo_is_in_any_public_byte(client, kind):
    content = picture_bytes(kind, image=scene(), orientation=6)
    assert MARKER in content
    evidence = make_checked(make_photo(content), boxes=[(100, 100, 200, 200)])

    with owned():
        answers = [client.get(address) for address in public_addresses(evidence)]

    assert len(answers) == 2
    for answer in answers:
        sent_back = body(answer)
        assert not [each for each in CARRIERS if each in sent_back]
        picture = Image.open(BytesIO(sent_back))
        assert picture.format == "WEBP"
        assert not {"exif", "xmp", "comment", "icc_profile"} & {*picture.info}
        assert MARKER not in str(answer.headers).encode()
        if kind != "HEIF":
            assert picture.height > picture.width  # it was taken upright


@pytest.mark.parametrize("suffix", ["mp4", "mov", "webm"])
def test_c7_a_public_film_is_silent_and_carries_nothing(client, suffix):
    evidence = make_checked(make_video(suffix), boxes=[(0, 0, 500, 1000)])
    assert not evidence.public_copies.exists()  # until the worker has drawn it

    draw_public_copies(evidence)

    with owned():
        answers = [client.get(address) for address in public_addresses(evidence)]
    film = next(a for a in answers if a["Content-Type"] == "video/mp4")
    content = body(film)
    for each in (*CARRIERS, b"\xa9xyz", b"loci", b"mp4a", b"LINXI"):
        assert each not in content
    at = content.find(b"ilst")
    assert content[at - 4 : at] == b"\0\0\0\x08"  # a list of notes, empty
    left, right = first_picture(content)
    assert max(left) < 40 < max(right)


def first_picture(film):
    """Return the colours in the middle of the left and of the right half."""
    done = subprocess.run(  # noqa: S603 -- our own command
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", "pipe:0"),
            *("-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1"),
        ],
        input=film,
        capture_output=True,
        check=True,
        timeout=30,
    )
    picture = Image.open(BytesIO(done.stdout)).convert("RGB")
    middle = picture.height // 2
    return (
        picture.getpixel((picture.width // 4, middle)),
        picture.getpixel((picture.width * 3 // 4, middle)),
    )


def test_e2_below_a_box_nothing_is_left_to_recognise(client):
    noise = Image.effect_noise((800, 800), 90).convert("RGB")
    evidence = make_checked(
        make_photo(image=noise), boxes=[(250, 250, 500, 500, "face")]
    )

    with owned():
        answer = client.get(public_addresses(evidence)[0])

    shown = Image.open(BytesIO(body(answer))).convert("RGB")
    hidden = shown.crop((215, 215, 585, 585)).convert("L")
    # Of 137 000 points of noise six by six patches are left.
    assert len({point // 24 for point in hidden.tobytes()}) <= 4
    assert len({point // 24 for point in shown.convert("L").tobytes()}) >= 9


def test_c6_a_public_copy_is_at_most_2560_long(client):
    evidence = make_checked(make_photo(jpeg(pixels((5000, 2500)))))

    sizes = {
        copy.use: (copy.width, copy.height) for copy in evidence.public_copies.all()
    }

    assert sizes == {"full": (LONGEST_EDGE, 1280), "small": (480, 240)}


def test_what_was_see_through_is_painted_over():
    secret = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    written = BytesIO()
    secret.save(written, "PNG")

    evidence = make_checked(make_photo(written.getvalue()))

    with evidence.public_copies.first().file.open("rb") as file:
        assert min(Image.open(file).convert("RGB").tobytes()) > 240


def test_only_what_is_checked_and_published_has_an_address(client):
    evidence = make_checked()
    (address, *_rest) = public_addresses(evidence)

    assert client.get(address).status_code == 404  # nobody owns it
    with owned(public=False) as owner:
        assert client.get(address).status_code == 404
        owner.public = True
        assert client.get(address).status_code == 200
        Evidence.objects.update(state="processed")
        assert client.get(address).status_code == 404


def test_c9_withdrawn_is_gone_at_every_address_at_once(
    client, django_capture_on_commit_callbacks
):
    evidence = make_checked(boxes=[(0, 0, 100, 100)])
    addresses = public_addresses(evidence)
    files = [Path(copy.file.path) for copy in evidence.public_copies.all()]
    with owned():
        known = {address: client.get(address) for address in addresses}

        with django_capture_on_commit_callbacks(execute=True):
            withdraw(evidence, by=make_user(), because="拍到了孩子")

        for address, answer in known.items():
            assert answer.status_code == 200
            assert client.get(address).status_code == 404
            assert client.head(address).status_code == 404
            for asked in ({"If-None-Match": answer["ETag"]}, {"Range": "bytes=0-9"}):
                assert client.get(address, headers=asked).status_code == 404
    assert not PublicCopy.objects.exists()
    assert not any(file.exists() for file in files)


def test_c9_what_comes_back_has_other_addresses(client):
    evidence = make_checked()
    before = public_addresses(evidence)
    withdraw(evidence, by=make_user())
    restore(evidence, by=make_user(), because="误撤")

    make_checked(evidence)

    with owned():
        assert [client.get(address).status_code for address in before] == [404, 404]
        after = public_addresses(evidence)
        assert [client.get(address).status_code for address in after] == [200, 200]


def test_a_box_changed_after_the_check_takes_the_copies_away(client):
    evidence = make_checked()
    addresses = public_addresses(evidence)

    confirm_boxes(evidence, [BoxDraft(1, 2, 3, 4)], by=make_user())

    with owned():
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert evidence.state == "processed"
    assert evidence.redaction_checked_by is None


def test_u3_public_files_are_asked_for_anew_and_can_do_nothing(client):
    evidence = make_checked()

    with owned():
        answer = client.get(public_addresses(evidence)[0])
        unchanged = client.get(
            public_addresses(evidence)[0], headers={"If-None-Match": answer["ETag"]}
        )

    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=2, must-revalidate"
    assert "Set-Cookie" not in answer.headers
    assert unchanged.status_code == 304


def test_films_can_be_skipped_through(client):
    evidence = make_checked(make_video())
    draw_public_copies(evidence)
    film = evidence.public_copies.get(use="full")

    with owned():
        answer = client.get(film.get_absolute_url(), headers={"Range": "bytes=0-99"})

    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes 0-99/{film.file.size}"
    assert len(body(answer)) == 100


def test_behind_nginx_the_file_is_handed_over(client, settings):
    settings.PRIVATE_ACCEL_PREFIX = "/private-files/"
    copy = make_checked().public_copies.first()

    with owned():
        answer = client.get(copy.get_absolute_url())

    assert answer["X-Accel-Redirect"] == f"/private-files/{copy.file.name}"
    assert answer["Content-Type"] == "image/webp"
    assert answer.content == b""


def test_u3_originals_and_working_copies_have_no_public_address(client):
    evidence = make_checked()
    with owned():
        for field in (
            evidence.original,
            evidence.working,
            evidence.public_copies.first().file,
        ):
            for address in (
                f"/evidence/{field.name}",
                f"/evidence/{field.name.rpartition('/')[2]}",
                f"/media/{field.name}",
                f"/media/..%2fprivate%2f{field.name}",
                f"/evidence/..%2f{field.name}",
            ):
                assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "name",
    ["a" * 32 + ".webp", "%00.webp", "..webp", "' OR 1=1", "字.webp", "a" * 5000],
)
def test_i1_addresses_that_were_never_given_out_are_404(client, name):
    assert client.get(f"/evidence/{name}").status_code == 404


def test_one_query_and_the_owners_answer(client, django_assert_num_queries):
    (address, *_rest) = public_addresses(make_checked())

    with owned(), django_assert_num_queries(1):
        client.get(address)


class Killed(BaseException):
    """Stands for a process that is gone: no `except Exception` sees it."""


def test_r1_work_that_was_cut_off_is_done_again(monkeypatch):
    evidence = receive_photo(sent())

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("portal.evidence.services.processing.step", die)
        with pytest.raises(Killed):
            prepare(evidence)
    evidence.refresh_from_db()
    assert (evidence.state, evidence.working.name) == ("received", "")

    prepare(evidence)
    first = evidence.working.name
    prepare(evidence)
    prepare(Evidence.objects.get(pk=evidence.pk))

    evidence.refresh_from_db()
    assert (evidence.state, evidence.working.name) == ("processed", first)
    assert (Path(evidence.working.path)).exists()


def test_c1_a_receipt_that_was_cut_off_leaves_no_row(monkeypatch):
    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr("portal.evidence.storing.sync_path", die)
    with pytest.raises(Killed):
        receive_photo(sent())

    assert not Evidence.objects.exists()


def test_r1_two_workers_at_one_photo_leave_one_copy(monkeypatch):
    evidence = receive_photo(sent())
    late = Evidence.objects.get(pk=evidence.pk)
    prepare(evidence)

    prepare(late)  # had read the row before the other was done

    folder = Path(evidence.working.path).parent
    names = {path.name for path in folder.iterdir()}
    assert Path(late.working.path).name not in names
    assert Path(evidence.working.path).name in names


def test_a_film_that_cannot_be_filmed_anew_is_marked_and_never_public():
    evidence = make_video()
    Evidence.objects.update(state="received")
    evidence.refresh_from_db()
    with open(Path(evidence.original.path), "r+b") as file:
        file.truncate(600)

    process_evidence.func(_context(), evidence.pk)

    evidence.refresh_from_db()
    assert evidence.state == "refused"


def _context():
    return None
