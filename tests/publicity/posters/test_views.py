from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal import fonts
from portal.throttle import Attempts
from publicity.workflow import VersionState
from tests.portal.make import make_unit
from tests.publicity.make import make_episode, make_knowledge, make_news, make_psa
from tests.publicity.make_reading import make_clause, make_version
from tests.publicity.posters.make import embedded_fonts, qr_codes, words

pytestmark = pytest.mark.django_db
needs_font = pytest.mark.skipif(
    fonts.chinese_faces() is None, reason="no Chinese font on this machine"
)


@pytest.fixture(autouse=True)
def _empty_shelf():
    caches["posters"].clear()


def make_article():
    version = make_version()
    return make_clause(
        version,
        17,
        title="门前四包",
        text="应当做到：\n（一）包卫生；\n（二）包绿化。",
        plain_note="门前的事归店家。",
        penalty="处五十元罚款。",
    )


def address_of(clause, end=".pdf"):
    return f"/posters/clause/{clause.version.regulation.slug}/{clause.anchor}{end}"


@needs_font
def test_rg_07_a_clause_is_printed_with_its_words_and_a_code_that_leads_to_it(client):
    clause = make_article()

    response = client.get(address_of(clause))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies
    shown = words(response.content)
    for said in ("第十七条", "（一）包卫生；", "门前的事归店家。", "处五十元罚款。"):
        assert said in shown
    assert all(embedded_fonts(response.content))
    assert qr_codes(response.content) == [
        f"http://testserver{clause.get_absolute_url()}"
    ]


@needs_font
@pytest.mark.parametrize("make", [make_news, make_knowledge, make_psa])
def test_an_article_is_printed(client, make):
    page = make(title="河道干净了")

    pdf = client.get(f"/posters/page/{page.pk}.pdf?paper=a3&columns=2").content

    assert qr_codes(pdf) == [page.full_url]
    assert "县融媒体中心" in words(pdf)


@needs_font
def test_every_kind_of_block_is_read(client):
    page = make_news(
        body=[
            ("text", "<h2>一看</h2><p>街面<b>干净</b>。</p><ul><li>无痰迹</li></ul>"),
            ("text", "<ol><li>先扫</li><li>再洗</li></ol>"),
            ("quote", {"text": "路宽了", "who": "店主"}),
            ("facts", {"title": "数字", "facts": [{"label": "摊位", "value": "12"}]}),
        ]
    )

    shown = words(client.get(f"/posters/page/{page.pk}.pdf").content)

    assert "一看街面干净。·无痰迹1.先扫2.再洗“路宽了”（店主）数字摊位：12" in shown


@needs_font
def test_a_unit_of_the_directory_may_sign(client):
    unit = make_unit(name="城关镇人民政府")
    page = make_news()

    pdf = client.get(f"/posters/page/{page.pk}.pdf?unit={unit.code}").content

    assert "城关镇人民政府" in words(pdf)


@pytest.mark.parametrize(
    "query",
    [
        "paper=a5",
        "paper=",
        "columns=3",
        "columns=-1",
        "columns=1e1",
        "unit=nobody",
        "unit=%00",
        "unit=<script>",
        "paper=a4%00",
        "columns=２",
    ],
)
def test_a_choice_that_makes_no_sense_is_a_404(client, query):
    page = make_news()

    assert client.get(f"/posters/page/{page.pk}.pdf?{query}").status_code == 404


def test_a_closed_unit_does_not_sign(client):
    unit = make_unit()
    unit.valid_to = timezone.localdate() - timedelta(days=1)
    unit.save()
    page = make_news()

    assert (
        client.get(f"/posters/page/{page.pk}.pdf?unit={unit.code}").status_code == 404
    )


@pytest.mark.parametrize("end", [".pdf", "/"])
def test_what_is_not_public_is_not_printed(client, end):
    draft = make_news(live=False)
    private = make_knowledge()
    PageViewRestriction.objects.create(
        page=private.get_parent(), restriction_type="login"
    )
    episode = make_episode()

    for pk in (draft.pk, private.pk, episode.pk, private.get_parent().pk, 10**30, 0):
        assert client.get(f"/posters/page/{pk}{end}").status_code == 404


@pytest.mark.parametrize("end", [".pdf", "/"])
def test_what_is_no_public_article_of_a_regulation_is_not_printed(client, end):
    clause = make_article()
    hidden = make_clause(make_version(state=VersionState.DRAFT), 1, text="不公开。")
    slug = clause.version.regulation.slug

    for address in (
        address_of(hidden, end),
        f"/posters/clause/{slug}/art-99{end}",
        f"/posters/clause/{slug}/art-17-p1{end}",
        f"/posters/clause/none/art-1{end}",
    ):
        assert client.get(address).status_code == 404


def test_only_reading_is_allowed(client):
    page = make_news()

    assert client.post(f"/posters/page/{page.pk}.pdf").status_code == 405
    assert client.post(f"/posters/page/{page.pk}/").status_code == 405


@needs_font
def test_a_poster_is_drawn_once_and_then_handed_out(client):
    page = make_news()
    address = f"/posters/page/{page.pk}.pdf"

    first = client.get(address)
    second = client.get(address)
    unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.content == second.content
    assert unchanged.status_code == 304
    assert Attempts.objects.get(action="poster_site").count == 1


@needs_font
def test_an_article_that_was_changed_is_drawn_anew(client):
    page = make_news(text="旧的。")
    address = f"/posters/page/{page.pk}.pdf"
    before = client.get(address)
    page.body = [("text", "<p>新的。</p>")]
    page.save()

    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "新的。" in words(after.content)


@needs_font
def test_who_prints_too_much_is_asked_to_wait_and_still_gets_what_was_drawn(
    client, settings
):
    settings.THROTTLES = {**settings.THROTTLES, "poster_network": (1, 600, 600)}
    page = make_news()
    address = f"/posters/page/{page.pk}.pdf"
    client.get(address)

    refused = client.get(f"{address}?paper=a3")

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "后再来" in refused.text
    assert client.get(address).status_code == 200


def test_without_a_font_the_print_view_stands_in_and_says_why(
    client, monkeypatch, tmp_path
):
    monkeypatch.setattr(fonts, "DIRECTORIES", [tmp_path])
    page = make_news()

    response = client.get(f"/posters/page/{page.pk}.pdf?paper=a3", follow=True)

    assert response.redirect_chain == [(f"/posters/page/{page.pk}/", 302)]
    assert "没有中文字体" in response.text
    assert f'href="{page.url}"' in response.text


def test_the_choices_are_a_plain_form_that_article_and_clause_lead_to(client):
    clause, page = make_article(), make_news()
    unit = make_unit(name="城关镇人民政府")

    for origin, choices in (
        (page.url, f"/posters/page/{page.pk}/"),
        (clause.get_absolute_url(), address_of(clause, "/")),
    ):
        assert f'href="{choices}"' in client.get(origin).text
        shown = client.get(choices)
        assert shown.status_code == 200
        assert not shown.cookies
        if fonts.chinese_faces():
            assert f'value="{unit.code}"' in shown.text
            assert f'action="{choices[:-1]}.pdf"' in shown.text
