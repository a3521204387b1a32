"""The government-site frame on every template (GW-11 to GW-14, IN-41, SC-09)."""

import re

import pytest

from portal.frame.models import GovernmentSite
from tests.portal.make import make_area, make_unit

ADDRESSES = ["/", "/sitemap/", "/go/", "/nothing-here/", "/search/?q=x"]
EIGHT_FIELDS = [
    "网站标识</a>",
    "我为政府网站找错",
    "网站标识码：6100000001",
    "主办：县双创办公室",
    "联系方式在这里",
    "某ICP备12345678号-1",
    "某公网安备61000002000001号",
    "站点地图",
]


@pytest.fixture
def government(home_page):
    site = home_page.sites_rooted_here.get()
    return GovernmentSite.objects.create(
        site=site,
        name="测试双创",
        site_id_code="6100000001",
        sponsor="县双创办公室",
        contact="联系方式在这里",
        icp_number="某ICP备12345678号-1",
        police_number="某公网安备61000002000001号",
        trusted_hosts="beian.miit.gov.cn\nbszs.conac.cn",
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_gw_12_every_page_has_the_eight_footer_fields(client, government, address):
    text = client.get(address).text

    footer = text[text.index("<footer") :]
    assert [field for field in EIGHT_FIELDS if field not in footer] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_gw_12_elder_mode_keeps_the_footer_fields(client, government, address):
    client.cookies["mode"] = "elder"

    text = client.get(address).text

    assert 'data-mode="elder"' in text
    assert [field for field in EIGHT_FIELDS if field not in text] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_gw_52_no_meta_tag_is_empty_or_null(client, government, address):
    text = client.get(address).text

    tags = dict(
        re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text)
    )
    assert {"SiteName", "SiteDomain", "SiteIDCode", "ColumnName"} <= tags.keys()
    assert {
        name
        for name, content in tags.items()
        if not content.strip() or content.strip().lower() in {"null", "none"}
    } == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_i2_anonymous_pages_set_no_cookie_and_name_no_other_host(
    client, government, address
):
    response = client.get(address)

    assert not response.cookies
    # What loads by itself, as against links that somebody presses.
    loaded = re.findall(r'(?:src|srcset|action|poster)="([^"]*)"', response.text)
    loaded += re.findall(
        r'<link rel="(?:stylesheet|icon)" href="([^"]*)"', response.text
    )
    assert [address for address in loaded if not address.startswith("/")] == []
    assert "style=" not in response.text
    assert not re.search(r"\son[a-z]+=", response.text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_ac_22_every_page_has_one_heading_a_language_and_a_skip_link(
    client, government, address
):
    text = client.get(address).text

    assert text.count("<h1") == 1
    assert '<html lang="zh-CN"' in text
    assert '<a class="skip" href="#main">' in text
    assert text.count('id="main"') == 1


def test_gw_22_the_search_box_is_in_the_header(client, government):
    header = client.get("/").text.partition("</header>")[0]

    assert 'role="search"' in header
    assert 'action="/search/"' in header


def test_gw_60_footer_links_to_trusted_hosts_are_direct_and_others_ask_first(
    client, government
):
    government.trusted_hosts = ""
    government.save()

    text = client.get("/").text

    assert 'href="https://beian.miit.gov.cn/"' in text
    assert 'href="https://bszs.conac.cn' not in text
    assert 'href="/go/?u=https%3A%2F%2Fbszs.conac.cn' in text


def test_the_menu_marks_where_the_reader_is(client, government):
    make_unit()

    assert 'href="/" aria-current="page"' in client.get("/").text


def test_the_canonical_address_has_the_sites_host_whatever_the_request_says(
    client, government
):
    text = client.get("/sitemap/?x=1&page=3", headers={"host": "localhost"}).text

    assert '<link rel="canonical" href="http://testserver/sitemap/?page=3">' in text
    assert "localhost" not in text


def test_the_site_map_names_columns_units_and_areas(client, government):
    unit = make_unit(name="县水利局")
    area = make_area(name="滨河片区", lead_unit=unit)

    text = client.get("/sitemap/").text

    assert f'<a href="{unit.get_absolute_url()}">县水利局</a>' in text
    assert f'<a href="{area.get_absolute_url()}">滨河片区</a>' in text
