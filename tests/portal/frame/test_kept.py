"""What is kept of the frame: the same for everybody, and not for long."""

import pytest
from django.conf import LazySettings

from portal.frame import sites
from portal.frame.models import GovernmentSite
from portal.frame.navigation import entries
from portal.frame.sites import government_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings: LazySettings, home_page, monkeypatch):
    monkeypatch.setattr(sites, "_kept", sites._Kept([]))
    settings.FRAME_KEPT_SECONDS = 3


def rename(name):
    # As another process does it.
    GovernmentSite.objects.update(name=name)


def page(client, path="/sitemap/", **asked):
    return client.get(path, **asked).content.decode()


def test_what_a_site_says_is_read_again_after_some_seconds(client, kept, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(sites, "monotonic", lambda: now)
    page(client)  # makes the settings
    page(client)
    rename("清溪县双创网")

    now += 2.9
    assert "清溪县双创网" not in page(client)
    now += 0.2
    shown = page(client)

    header, footer = shown.split("<main")[0], shown.split("<footer")[1]
    assert "<b>清溪县双创网</b>" in header
    assert "清溪县双创网" in footer


def test_each_column_is_marked_on_its_own_pages(client, kept):
    for _twice in range(2):
        for entry in entries():
            menu = page(client, entry.address).partition('id="menu"')[2]
            menu = menu.partition("</nav>")[0]
            if menu:
                current = f'href="{entry.address}" aria-current="page"'
                assert menu.count('aria-current="page"') == 1, entry.address
                assert current in menu, entry.address


def test_preferences_and_parameters_are_not_anothers(client, kept):
    page(client)
    client.cookies["mode"] = "elder"
    assert "返回标准版" in page(client)
    del client.cookies["mode"]
    assert "返回标准版" not in page(client)
    assert "?page=2&amp;mode=elder" in page(client, "/sitemap/?page=2")
    assert "page=2" not in page(client)


def test_a_page_asks_one_query_less(client, kept, django_assert_num_queries):
    page(client, "/robots.txt")
    page(client, "/robots.txt")
    with django_assert_num_queries(0):
        page(client, "/robots.txt")


def test_what_a_request_does_with_it_stays_its_own(client, kept, rf):
    page(client)
    one, two = government_of(rf.get("/")), government_of(rf.get("/"))
    one.name = one.site.hostname = one.site.root_page.title = "改了"

    assert two.name != "改了"
    assert two.site.hostname != "改了"
    assert government_of(rf.get("/")).site.root_page.title != "改了"
