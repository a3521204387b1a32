"""Public complaints in a real browser: the page of one, and the map that can be moved."""

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_accessibility import faults_on


def test_axe_finds_nothing_on_the_page_of_one(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/complaints/?state=done")
    page.locator("ol.news h2 a").first.click()

    faults = faults_on(page)

    context.close()
    assert faults == [], "\n".join(faults[:20])


def test_the_map_opens_without_a_foreign_server(page: Page, site: Site):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/complaints/map/?area=P02")

    page.get_by_role("button", name="放大、拖动地图").click()

    spots = page.locator("#live .leaflet-marker-icon")
    spots.first.wait_for()
    assert page.locator("#live path.base-water").count() == 1
    assert page.locator("#drawn").is_hidden()
    while not page.locator("#live .spot").count():
        with page.expect_response(lambda answer: "map.json" in answer.url):
            spots.first.focus()
            page.keyboard.press("Enter")
    page.locator("#live .spot").first.focus()
    page.keyboard.press("Enter")
    link = page.locator("#live .leaflet-popup a").first
    assert "/complaints/LX" in (link.get_attribute("href") or "")
    page.get_by_role("button", name="回到示意图").click()
    assert page.locator("#drawn").is_visible()
    assert complaints == []
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
