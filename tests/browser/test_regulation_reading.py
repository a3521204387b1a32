"""A regulation is read with and without scripts: contents that follow, a voice that reads."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

WHOLE = "/regulations/city-appearance/"
CLAUSE = "/regulations/city-appearance/art-17/"
NO_VOICE = """
Object.defineProperty(window, 'speechSynthesis', {value: undefined, configurable: true});
"""
A_VOICE = """
window.said = [];
window.silenced = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {configurable: true, value: {
  speak: (said) => window.said.push(said),
  cancel: () => { window.silenced += 1; },
}});
"""


def test_the_contents_mark_the_article_that_is_being_read(page: Page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(WHOLE)
    marked = page.locator("nav[data-follows] a[aria-current='location']")

    for anchor in ("art-20", "art-3"):
        page.locator(f"#{anchor}").evaluate(
            "place => scrollTo(0, place.getBoundingClientRect().top + scrollY - 200)"
        )
        expect(marked).to_have_attribute("href", f"#{anchor}")
        expect(marked).to_be_visible()
        expect(marked).to_be_in_viewport()
    expect(page.locator("nav[data-follows] details[open]")).to_have_count(1)


def test_a_browser_with_a_voice_reads_sentence_by_sentence_and_stops(page: Page):
    page.add_init_script(A_VOICE)
    page.goto(CLAUSE)
    button = page.get_by_role("button", name="朗读这一条")

    button.click()

    stop = page.get_by_role("button", name="停止朗读")
    expect(stop).to_have_attribute("aria-pressed", "true")
    sentences = page.evaluate("said.map(one => one.text)")
    spoken = "".join(sentences)
    for part in ("#wording", "#plain"):
        shown = page.locator(part).inner_text()
        assert "".join(shown.split()) in "".join(spoken.split())
    assert max(map(len, sentences)) < 200
    assert page.evaluate("said.every(one => one.lang === 'zh-CN')")

    silenced = page.evaluate("silenced")
    stop.click()
    assert page.evaluate("silenced") == silenced + 1
    expect(button).not_to_have_attribute("aria-pressed", "true")

    button.click()
    page.evaluate("said.at(-1).onend()")
    expect(button).to_be_visible()


def test_a_browser_without_a_voice_offers_none(page: Page):
    page.add_init_script(NO_VOICE)
    page.goto(CLAUSE)

    page.wait_for_load_state("load")
    expect(page.locator("[data-aloud]")).to_have_count(1)
    expect(page.locator("[data-aloud]")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_all_is_there_and_nothing_promises_more(
    browser: Browser, site: Site, width: int
):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(WHOLE)
    page.locator("nav[data-follows] summary").nth(1).click()
    link = page.locator("nav[data-follows] details[open] a").last
    place = link.get_attribute("href")
    link.click()
    expect(page.locator(str(place))).to_be_in_viewport()

    page.goto(CLAUSE)
    expect(page.locator("[data-aloud]")).to_be_hidden()
    expect(page.locator("#wording")).to_contain_text("围挡")
    context.close()
