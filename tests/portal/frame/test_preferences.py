"""Elder mode and colour scheme as the server's memory of a choice (AC-16)."""

import pytest


def test_ac_16_elder_mode_stays_on_across_pages_until_one_press(client, home_page):
    response = client.get("/sitemap/?mode=elder")
    assert (response.status_code, response["Location"]) == (303, "/sitemap/")

    for address in ("/", "/sitemap/", "/no/such/page/", "/search/?q=x"):
        text = client.get(address).text
        assert 'data-mode="elder"' in text
        assert "返回标准版" in text

    client.get("/?mode=")
    assert "data-mode" not in client.get("/").text


def test_ac_16_choosing_drops_only_its_own_parameter(client, home_page):
    response = client.get("/search/?q=河道&page=2&mode=elder&theme=dark")

    assert response["Location"] == "/search/?q=%E6%B2%B3%E9%81%93&page=2"
    assert response.cookies["mode"].value == "elder"
    assert response.cookies["theme"].value == "dark"
    assert response.cookies["mode"]["httponly"]


def test_the_links_of_the_frame_keep_the_parameters_of_the_page(client, home_page):
    text = client.get("/sitemap/?q=1").text

    assert 'href="?q=1&amp;mode=elder"' in text
    assert 'href="?q=1&amp;theme=dark"' in text


@pytest.mark.parametrize(
    "address", ["//evil.example.com/?mode=elder", "///evil.example.com?mode=elder"]
)
def test_i6_choosing_never_leads_to_another_host(client, home_page, address):
    response = client.get(address, follow=False)

    assert not response.get("Location", "/").startswith("//")
    assert "://" not in response.get("Location", "/")


@pytest.mark.parametrize("query", ["mode=x", "mode=elder%00", "theme=blue", "size=9"])
def test_an_unknown_choice_is_ignored(client, home_page, query):
    response = client.get(f"/?{query}")

    assert response.status_code == 200
    assert not response.cookies


def test_a_forged_cookie_is_ignored(client, home_page):
    client.cookies["mode"] = '"><script>'
    client.cookies["theme"] = "x"

    text = client.get("/").text

    assert "<script>" not in text
    assert "data-theme" not in text


def test_head_is_answered_like_get(client, home_page):
    response = client.head("/?mode=elder")

    assert response.status_code == 303
    assert response.cookies["mode"].value == "elder"


def test_pages_tell_caches_that_they_differ_by_cookie(client, home_page):
    assert "Cookie" in client.get("/")["Vary"]


def test_gw_63_the_text_size_is_written_on_the_page(client, home_page):
    client.get("/?size=larger")

    assert 'data-size="larger"' in client.get("/").text
