"""Practice in a real browser: without JavaScript, by keys alone, offline, and again later."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from quizzes.bank.workflow import Kind
from tests.browser.conftest import Site
from tests.browser.test_accessibility import faults_on

pytestmark = pytest.mark.once
SET = "/quizzes/sets/browser-practice/"
LOAD = """
from quizzes.bank.models import Pool
from quizzes.bank.workflow import Kind
from tests.quizzes.make import make_question
pool, _made = Pool.objects.get_or_create(name="浏览器练习", slug="browser-practice")
if not pool.questions.exists():
    pool.questions.set(
        make_question(kind=kind, code=f"B-{kind}", explanation="原来如此。") for kind in Kind
    )
"""


@pytest.fixture(scope="module")
def practice(site: Site) -> str:
    """Load one question of each kind; return the address of the set."""
    site.manage("shell", "--no-imports", "--command", LOAD)
    return SET


def choose_something(page: Page) -> str:
    """Answer the question that is shown with what stands first; return its kind."""
    kind = page.locator(".ask").get_attribute("data-kind") or ""
    if kind == Kind.FILL:
        page.fill("[name=text]", "三天")
    elif kind in (Kind.ORDERING, Kind.MATCHING):
        for n, select in enumerate(page.locator(".rows select").all(), start=1):
            select.select_option(index=n if kind == Kind.ORDERING else 1)
    else:
        page.locator(".opt").first.click()
    return kind


def test_a_paper_is_played_without_javascript_on_a_phone(
    browser: Browser, site: Site, practice: str
):
    context = browser.new_context(
        base_url=site.url,
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto(practice)
    kinds = set()

    for number in range(1, len(Kind) + 1):
        expect(page.get_by_text(f"第{number}题，共{len(Kind)}题")).to_be_visible()
        kinds.add(choose_something(page))
        page.get_by_role("button", name="交这一题").click()
        expect(page.get_by_text("原来如此。")).to_be_visible()
        page.locator("form[data-next] .btn.big").click()

    assert kinds == set(Kind.values)
    expect(page.get_by_role("heading", level=1)).to_contain_text("7题，答对")
    expect(page.locator(".share a[href^='/quizzes/shared/']")).to_have_count(1)
    assert context.cookies() == []
    page.goto("/quizzes/mistakes/")
    expect(page.get_by_text("错题本要用浏览器的 JavaScript")).to_be_visible()
    context.close()


def test_a_paper_is_played_by_keys_alone_without_a_reload(page: Page, practice: str):
    page.goto(practice)
    page.evaluate("window.stayed = true")

    for _number in range(len(Kind)):
        kind = page.locator(".ask").get_attribute("data-kind")
        rows = page.locator(".ask .opt").count()
        if kind == Kind.FILL:
            page.keyboard.press("Tab")
            page.locator("[name=text]").focus()
            page.keyboard.type("三天")
        elif kind == Kind.ORDERING:
            for n in range(1, rows + 1):
                page.keyboard.press(str(n))
        elif kind == Kind.MATCHING:
            for n in range(1, rows + 1):
                page.locator(".ask legend").focus()
                page.keyboard.press(str(n))
                page.keyboard.press("ArrowDown")
            page.locator(".ask legend").focus()
        else:
            page.keyboard.press("a")
        page.keyboard.press("Enter")
        expect(page.locator(".verdict")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".verdict")).to_have_count(0)

    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_contain_text("7题，答对")
    assert page.evaluate("window.stayed")


def test_without_a_network_the_answer_stays_and_a_reload_goes_on(
    context: BrowserContext, page: Page, practice: str
):
    page.goto(practice)
    choose_something(page)
    context.set_offline(True)
    page.get_by_role("button", name="交这一题").click()
    expect(page.locator("[data-note]")).to_contain_text("没有连上网")

    context.set_offline(False)
    page.get_by_role("button", name="交这一题").click()
    page.locator("form[data-next] .btn.big").click()
    expect(page.get_by_text("第2题，共7题")).to_be_visible()
    stem = page.locator(".ask legend").inner_text()
    page.reload()

    expect(page.get_by_text("第2题，共7题")).to_be_visible()
    expect(page.locator(".ask legend")).to_have_text(stem)


def test_wrong_answers_come_again_on_their_day_and_can_be_emptied(
    page: Page, practice: str
):
    page.clock.set_fixed_time("2026-05-18T10:00:00+08:00")
    page.goto(practice)
    for _number in range(len(Kind)):
        page.get_by_role("button", name="不会，看答案").click()
        page.locator("form[data-next] .btn.big").click()
    expect(page.locator("h1")).to_contain_text("7题，答对0题")

    page.goto("/quizzes/mistakes/")
    expect(page.locator(".book li")).to_have_count(7)
    expect(page.get_by_text("今天没有要复习的题")).to_be_visible()
    page.clock.set_fixed_time("2026-05-19T10:00:00+08:00")
    page.reload()
    expect(page.get_by_text("7题该复习了")).to_be_visible()
    assert faults_of(page) == []

    page.get_by_role("button", name="开始复习").click()
    while page.locator(".ask").get_attribute("data-kind") != Kind.FILL:
        page.get_by_role("button", name="不会，看答案").click()
        page.locator("form[data-next] .btn.big").click()
        expect(page.locator(".verdict")).to_have_count(0)
    page.fill("[name=text]", "３日")
    page.get_by_role("button", name="交这一题").click()
    expect(page.locator(".verdict")).to_contain_text("答对了")
    page.goto("/quizzes/mistakes/")
    expect(page.get_by_text("5月22日再问")).to_have_count(1)

    page.locator("summary", has_text="清空错题本").click()
    page.get_by_role("button", name="确定清空").click()
    expect(page.get_by_text("本子是空的")).to_be_visible()


def faults_of(page: Page) -> list[str]:
    """Return what would make a phone scroll sideways."""
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return ["too wide"] if wide else []


def test_axe_finds_nothing_on_verdicts_and_results(
    browser: Browser, site: Site, practice: str
):
    # The policy of the site would rightly keep the checker's script out.
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(practice)
    faults: list[str] = []
    for _number in range(len(Kind)):
        kind = choose_something(page)
        page.get_by_role("button", name="交这一题").click()
        expect(page.locator(".verdict")).to_be_visible()
        if kind in (Kind.MULTIPLE, Kind.ORDERING, Kind.FILL):  # the looks there are
            faults += faults_on(page)
        page.locator("form[data-next] .btn.big").click()
        expect(page.locator(".verdict")).to_have_count(0)
    page.locator("summary", has_text="扫码分享").click()
    faults += faults_on(page)
    page.goto(
        page.locator(".share a[href^='/quizzes/shared/']").get_attribute("href") or ""
    )
    faults += faults_on(page)
    context.close()
    assert faults == [], "\n".join(faults[:20])
