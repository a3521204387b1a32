"""What whoever is shown a certificate learns of it, and what its holder gets."""

import io

import pytest
import zxingcpp
from PIL import Image

from portal import fonts
from quizzes.certificates.models import Certificate
from quizzes.certificates.services.issuing import issue_certificate, revoke_for
from quizzes.contests.workflow import AttemptState
from tests.portal.users.make import make_user
from tests.publicity.posters.make import embedded_fonts, millimetres, qr_codes, words
from tests.quizzes.certificates.make import make_paper, private

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def issued(**fields):
    paper = make_paper(
        **{
            "contest": {
                "number_prefix": "LX-QZ-2026-03",
                "title": "第三期文明知识竞赛",
            },
            "name": "周秀敏",
            "shown_name": "周*敏",
            **fields,
        }
    )
    return paper, issue_certificate(paper)


def typed(client, number, code):
    return client.get("/certificates/", {"number": number, "code": code}, follow=True)


def test_a_valid_one_says_so_and_shows_no_more_than_it_must(client):
    paper, made = issued()

    shown = client.get(made.get_absolute_url())

    for word in ("有效", "周*敏", "第三期文明知识竞赛", "92分（满分100分）"):
        assert word in shown.text
    assert "周秀敏" not in shown.text
    assert paper.participant.token not in shown.text
    assert shown["Cache-Control"] == "no-store"
    assert "noindex" in shown["X-Robots-Tag"]
    assert not shown.cookies


def test_typed_by_hand_it_is_found_too(client):
    _paper, made = issued()

    shown = typed(client, "lx qz 2026 03 000001", made.code.lower())

    assert "这张证书是真的" in shown.text


def test_qz_06_of_a_minor_no_name_is_shown(client):
    _paper, made = issued(is_minor=True)

    shown = client.get(made.get_absolute_url())

    assert "未成年人，不公开" in shown.text
    assert "周*敏" not in shown.text


def test_voided_the_page_says_revoked(client):
    paper, made = issued()
    revoke_for(paper, by=make_user(), because="用时不可能，本人承认。")

    shown = client.get(made.get_absolute_url())

    assert "已撤销" in shown.text
    for word in ("周*敏", "用时不可能", "92分"):
        assert word not in shown.text


def test_a_number_alone_tells_nothing(client):
    _paper, made = issued()

    real = client.get(f"/certificates/{made.number}/")
    invented = client.get("/certificates/LX-QZ-2026-03-999999/")

    assert real.status_code == invented.status_code == 200
    assert real.text.replace("000001", "999999") == invented.text


def test_a_wrong_code_and_a_wrong_number_are_one_answer(client):
    _paper, made = issued()

    wrong = client.get(f"/certificates/{made.number}/?code=AAAAAAAA")
    nobody = client.get("/certificates/LX-QZ-2026-03-999999/?code=AAAAAAAA")

    assert wrong.status_code == nobody.status_code == 404
    assert wrong.text.replace("000001", "999999") == nobody.text


def test_who_tries_codes_has_to_wait(client, settings):
    settings.THROTTLES = settings.THROTTLES | {"certificate_network": (3, 900, 900)}
    _paper, made = issued()
    for _each in range(3):
        assert client.get(made.get_absolute_url()).status_code == 200  # costs nothing
    for _each in range(3):
        client.get(f"/certificates/{made.number}/?code=AAAAAAAA")

    shown = client.get(made.get_absolute_url())

    assert shown.status_code == 429
    assert "Retry-After" in shown


@pytest.mark.parametrize("number", ["x/y", "%00", "..", "a" * 300, "<b>", "证书"])
def test_i1_no_number_is_too_strange(client, number):
    assert typed(client, number, "x").status_code in {400, 404}


def test_it_is_asked_for_and_then_there(client):
    paper = make_paper(name="周秀敏")

    before = client.get(private(paper))
    asked = client.post(private(paper))
    after = client.get(private(paper))

    assert "领取证书" in before.text
    assert not Certificate.objects.exclude(attempt=paper).exists()
    assert asked.status_code == 302
    assert "周秀敏" in after.text
    assert Certificate.objects.get().number in after.text
    assert after["Cache-Control"] == "no-store"
    assert after["Referrer-Policy"] == "no-referrer"
    assert not after.cookies


def test_looking_issues_nothing(client):
    paper = make_paper()

    for ending in ("/", ".pdf", ".png"):
        client.get(private(paper, ending))

    assert not Certificate.objects.exists()


def test_what_is_not_earned_is_said(client):
    paper = make_paper(score=50)

    shown = client.post(private(paper))

    assert shown.status_code == 422
    assert "60分以上发证书" in shown.text


@pytest.mark.parametrize("ending", ["/", ".pdf", ".png"])
def test_q4_nobody_opens_the_certificate_of_another(client, ending):
    paper, _made = issued(contest={})
    other, _made = issued(contest={})
    token = other.participant.token
    slug = paper.stage.contest.slug

    theirs = f"/contests/{slug}/p/{token}/{paper.pk}/certificate{ending}"
    wrong = private(paper, ending).replace(paper.participant.token, "x" * 32)
    elsewhere = private(paper, ending).replace(slug, other.stage.contest.slug)

    for address in (theirs, wrong, elsewhere):
        assert client.get(address).status_code == 404


@pytest.mark.once
def test_sheet_and_picture_say_what_they_certify_and_lead_to_the_check(client):
    paper, made = issued()

    pdf = client.get(private(paper, ".pdf"))
    png = client.get(private(paper, ".png"))

    written = words(pdf.content)
    for word in (
        "LX-QZ-2026-03-000001",
        "明白人证书",
        "周秀敏",
        "参加第三期文明知识竞赛初赛",
        "答得92分，门前的规矩，心里有数。",
        f"{made.code[:4]}-{made.code[4:]}",
        paper.stage.contest.organiser.name,
    ):
        assert word in written.replace("　", "")
    assert millimetres(pdf.content) == (297, 210)
    assert embedded_fonts(pdf.content)
    assert all(embedded_fonts(pdf.content))
    picture = Image.open(io.BytesIO(png.content)).convert("L")
    on_picture = [each.text for each in zxingcpp.read_barcodes(picture)]
    assert on_picture == qr_codes(pdf.content)
    assert len(on_picture) == 1
    assert on_picture[0].startswith("http")
    assert on_picture[0].endswith(made.get_absolute_url())
    assert len(png.content) < 200_000  # light enough for a chat
    assert (pdf["Content-Type"], png["Content-Type"]) == (
        "application/pdf",
        "image/png",
    )


@pytest.mark.once
def test_a_long_name_stays_on_the_sheet(client):
    paper, _made = issued(
        contest={"title": "临溪县" * 26}, name="阿" * 20, shown_name="阿*"
    )

    pdf = client.get(private(paper, ".pdf")).content

    assert "阿" * 20 in words(pdf)
    assert "临溪县" * 26 in words(pdf)


def test_nobody_keeps_the_machine_busy_with_drawings(client, settings):
    settings.THROTTLES = settings.THROTTLES | {"certificate_file": (2, 3600, 600)}
    paper, _made = issued()

    answers = [client.get(private(paper, ".png")).status_code for _each in range(4)]

    assert answers == [200, 200, 429, 429]


def test_without_a_font_the_page_stands_in(client, monkeypatch):
    paper, _made = issued()
    monkeypatch.setattr(fonts, "chinese_faces", lambda: None)

    assert client.get(private(paper, ".pdf")).status_code == 404
    assert client.get(private(paper, ".png")).status_code == 404
    shown = client.get(private(paper))
    assert ".pdf" not in shown.text
    assert "周秀敏" in shown.text


def test_a_revoked_one_is_neither_shown_nor_printed(client):
    paper, _made = issued()
    type(paper).objects.filter(pk=paper.pk).update(state=AttemptState.VOID)

    assert "已经撤销" in client.get(private(paper)).text
    assert client.get(private(paper, ".pdf")).status_code == 404


def test_the_check_asks_little_of_the_database(client, django_assert_max_num_queries):
    _paper, made = issued()
    client.get(made.get_absolute_url())

    with django_assert_max_num_queries(4):
        client.get(made.get_absolute_url())
