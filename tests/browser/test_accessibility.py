"""axe-core finds nothing on any kind of page, narrow or wide, light, dark or elder."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.once

AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
ADDRESSES = {
    "home": "/",
    "news": "/news/",
    "article": "/news/n001/",
    "episodes": "/episodes/",
    "episode": "/episodes/tv01/",
    "psa wall": "/psa/",
    "psa": "/psa/a01/",
    "knowledge": "/knowledge/",
    "knowledge column": "/knowledge/etiquette/",
    "knowledge article": "/knowledge/etiquette/k01/",
    "topics": "/topics/",
    "topic": "/topics/six-small-trades/",
    "about": "/about/",
    "plain page": "/about/privacy/",
    "regulations": "/regulations/",
    "regulation": "/regulations/city-appearance/",
    "search inside a regulation": "/regulations/city-appearance/?q=围挡",
    "coming regulation": "/regulations/dog-keeping/2027-01-01/",
    "repealed regulation": "/regulations/frontage-three-duties/",
    "clause": "/regulations/city-appearance/art-17/",
    "clause with penalty pair": "/regulations/fireworks/art-3/",
    "clause that will change": "/regulations/dog-keeping/art-9/",
    "coming clause": "/regulations/dog-keeping/2027-01-01/art-9/",
    "repealed clause": "/regulations/frontage-three-duties/2018-05-01/art-9/",
    "clause poster": "/posters/clause/city-appearance/art-17/",
    "units": "/units/",
    "unit": "/units/CGJ/",
    "areas": "/areas/",
    "area": "/areas/P01/",
    "complaints": "/complaints/",
    "complaints of an area": "/complaints/?area=P02&state=done",
    "map of complaints": "/complaints/map/",
    "figures of complaints": "/complaints/statistics/",
    "ranking of areas": "/inspections/",
    "standard": "/standards/DEMO/",
    "notices": "/notices/",
    "quizzes": "/quizzes/",
    "daily ten": "/quizzes/daily/",
    "topic of quizzes": "/quizzes/topics/law/",
    "wrong answers": "/quizzes/mistakes/",
    "activities": "/activities/",
    "activities of a month": "/activities/?month=2026-11",
    "activity with results": "/activities/county-contest-2026-final/",
    "activity to come": "/activities/spring-couplets-2027/",
    "sign-up code": "/activities/code/",
    "search": "/search/?q=市场",
    "no hits": "/search/?q=zzzz",
    "contests": "/contests/",
    "contest that is open": "/contests/civility-every-day/",
    "contest that is over": "/contests/county-contest-2026/",
    "board of persons": "/contests/county-contest-2026/boards/",
    "board of units": "/contests/county-contest-2026/boards/?view=units",
    "results of a contest": "/contests/county-contest-2026/results/",
    "report form": "/complaints/new/",
    "track": "/complaints/track/",
    "check a certificate": "/certificates/",
    "site map": "/sitemap/",
    "held draw": "/contests/county-contest-2026/draws/1/",
    "announced draw": "/contests/volunteers-2027/draws/1/",
    "live entrance": "/live/",
    "leave prompt": "/go/?u=http://evil.example/",
    "not found": "/nothing-here/",
}
# Pages whose address holds a key: where a link or form leads to them, and which.
FOLLOWED = {
    "notice": ("/notices/", "ol.news a[href^='/notices/']"),
    "knowledge poster": ("/knowledge/etiquette/k01/", "a[href^='/posters/page/']"),
    "knowledge useful": ("/knowledge/etiquette/k01/", "form[data-useful]"),
}
LOOKS = {
    "light": {"theme": "light", "mode": ""},
    "dark": {"theme": "dark", "mode": ""},
    "elder": {"theme": "light", "mode": "elder"},
}
WIDTHS = (360, 1440)
# The dark changes colours, and which of two switches is there, with its name and size.
RULES = {
    "dark": {
        "runOnly": [
            "cat.color",
            "cat.name-role-value",
            "cat.sensory-and-visual-cues",
        ]
    }
}


@pytest.mark.parametrize("name", [*ADDRESSES, *FOLLOWED])
def test_axe_finds_nothing(browser: Browser, site: Site, name: str):
    # The policy of the site would rightly keep the checker's script out.
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    if name in ADDRESSES:
        page.goto(ADDRESSES[name])
    else:
        start, leading = FOLLOWED[name]
        page.goto(start)
        link = page.locator(leading).first
        page.goto(link.get_attribute("href") or link.get_attribute("action") or "")
    faults = faults_on(page)
    context.close()
    assert faults == [], "\n".join(faults[:20])


def faults_on(page: Page) -> list[str]:
    """Return what axe finds on an open page in every look and width."""
    page.evaluate(AXE)
    faults = []
    for look, choices in LOOKS.items():
        page.evaluate(
            "c => Object.entries(c).forEach(([k, v]) => "
            "v ? document.documentElement.dataset[k] = v : delete document.documentElement.dataset[k])",
            choices,
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            report = page.evaluate(
                "rules => axe.run(document, {resultTypes: ['violations'], ...rules})",
                RULES.get(look, {}),
            )
            faults += [
                f"{look} {width}: {violation['id']} {node['html'][:120]} {node['failureSummary'][:200]}"
                for violation in report["violations"]
                for node in violation["nodes"]
            ]
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 0:
                faults.append(f"{look} {width}: {overflow} px too wide")
    return faults
