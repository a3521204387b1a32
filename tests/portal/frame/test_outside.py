"""The prompt before leaving (GW-60), which is not an open redirect."""

from html import unescape

import pytest
from wagtail.rich_text import expand_db_html

from portal.frame.outside import destination, prompt_address, way_out

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ftp://files.example.com/",
    "//evil.example.com/",
    "///evil.example.com/",
    "\\\\evil.example.com",
    "/\\evil.example.com",
    "https:\\\\evil.example.com",
    "https://www.gov.cn@evil.example.com/",
    "https://user:pass@www.gov.cn/",
    "https://evil.example.com\r\nSet-Cookie: a=b",
    "https://evil.example.com/\x00",
    "https://evil.example.com/\u202egnp.exe",
    " https://evil.example.com/",
    "https://",
    "https://[::1",
    "https://a..b/",
    "https://host:port/",
    "https://localhost/",
    "https://" + "a" * 3000 + ".com/",
    "",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_gw_60_a_misleading_address_is_refused_even_when_signed(
    client, home_page, address
):
    response = client.get(prompt_address(address))

    assert response.status_code == 400
    assert "本站不跳转" in response.text
    assert "继续访问" not in response.text
    assert "Location" not in response


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.com/",
        "https://www.gov.cn.evil.example.com/",
        "https://evilgov.cn/",
        "https://www.gov.cn。evil.example.com/",
        "https://beian.miit.gov.cn.example.com/",
    ],
)
def test_gw_60_an_unsigned_address_of_a_stranger_is_refused(client, home_page, address):
    for signature in ("", "x", "a" * 43):
        response = client.get("/go/", {"u": address, "s": signature})

        assert response.status_code == 400
        assert "evil" not in response.text.partition("<main")[2].partition("</main>")[0]
        assert (
            'href="http'
            not in response.text.partition("<footer")[0].partition("<main")[2]
        )


def test_gw_60_a_signature_holds_for_one_address_only(client, home_page):
    signed = prompt_address("https://good.example.com/")

    response = client.get(signed.replace("good", "evil"))

    assert response.status_code == 400


def test_gw_60_the_prompt_shows_the_host_and_two_plain_links(client, home_page):
    address = "https://news.example.com/a?b=1&c=2#d"

    response = client.get(
        prompt_address(address), headers={"referer": "http://testserver/sitemap/?a=1"}
    )

    text = unescape(response.text)
    assert response.status_code == 200
    assert "您访问的链接即将离开“双创网站”网站，是否继续？" in text
    assert "news.example.com" in text
    assert (
        f'href="{address}" rel="noopener noreferrer nofollow external">继续访问' in text
    )
    assert 'href="/sitemap/?a=1">放弃' in text
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize(
    "referer",
    ["https://evil.example.com/x", "http://testserver//evil.example.com", "//["],
)
def test_i6_giving_up_never_leads_to_another_host(client, home_page, referer):
    response = client.get(
        prompt_address("https://news.example.com/"), headers={"referer": referer}
    )

    assert 'href="//' not in response.text
    assert 'href="https://evil' not in response.text


def test_gw_60_look_alike_letters_are_shown_for_what_they_are(client, home_page):
    response = client.get(prompt_address("https://аррӏе.com/"))

    assert "xn--80ak6aa92e.com" in response.text


def test_gw_60_a_trusted_host_needs_no_signature(client, home_page):
    assert client.get("/go/", {"u": "https://www.gov.cn/"}).status_code == 200


def test_gw_60_links_in_rich_text_ask_first(client, home_page):
    client.get("/")  # makes the site's trusted hosts known

    html = expand_db_html(
        '<a href="https://news.example.com/?a=1&amp;b=2">x</a>'
        '<a href="https://www.gov.cn/">y</a><a href="http://testserver/">z</a>'
        '<a href="https://a@b.example.com/">w</a>'
    )

    assert html.startswith(
        '<a class="out" href="/go/?u=https%3A%2F%2Fnews.example.com%2F%3Fa%3D1%26b%3D2&amp;s='
    )
    assert '<a href="https://www.gov.cn/">y</a>' in html
    assert '<a class="out" href="/go/"' in html


@pytest.mark.parametrize(
    "address", ["/news/", "#top", "?page=2", "mailto:a@b.cn", "tel:1"]
)
def test_addresses_of_our_own_stay_as_they_are(address):
    assert way_out(address) == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example.com", "/\\e.com"]
)
def test_gw_60_a_link_that_could_mislead_leads_to_the_refusal(address):
    assert way_out(address) == "/go/"


def test_a_chinese_host_is_understood():
    target = destination("https://临溪.政务/")

    assert target
    assert target.host.startswith("xn--")
    assert target.host_in_words == "临溪.政务"
