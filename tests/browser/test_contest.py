"""Somebody takes part in a contest: without scripts, without a network, out of time."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_accessibility import AXE, faults_on

pytestmark = pytest.mark.once
CONTEST = "/contests/civility-every-day/"
# A stage of twelve seconds, beside those of the demonstration, with a plain key.
QUICK = """
from quizzes.bank.content import Content, Option
from quizzes.bank.models import *
from quizzes.contests.models import *
contest = Contest.objects.get(slug="civility-every-day")
contest.pk, contest.slug, contest.number_prefix = None, "{slug}", "LX-{slug}"
contest.save()
stage = Stage.objects.create(contest=contest, position=1, title="快答", time_limit=12,
    opens_at=contest.opens_at, closes_at=contest.closes_at, attempts_in_all=0)
pool = Pool.objects.create(name="{slug}")
parts = Content("single", (Option("选这个", True), Option("别选"), Option("也别选")))
for n in range(3):
    same = dict(kind="single", topic="campaign", difficulty=1)
    asked = Question.objects.create(code=f"{slug}{{n}}", state="ready", **same)
    asked.current = QuestionVersion.objects.create(question=asked, number=1,
        stem=f"选哪个{{n}}？", content=parts.with_ids().to_json(), **same)
    asked.save()
    pool.questions.add(asked)
DrawRule.objects.create(stage=stage, count=3, points=5, pool=pool)
"""
# The same with four seconds for each question.
BY_QUESTION = QUICK.replace("time_limit=12", "question_limit=4, grace=3")


def join(page: Page, contest: str = CONTEST) -> str:
    """Join and return the address of the private page."""
    page.goto(contest)
    page.get_by_role("link", name="报名参加").click()
    page.get_by_label("怎么称呼您").fill("周秀敏")
    page.get_by_role("button", name="报名").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("欢迎参加")
    return page.url.split("?")[0]


def begin(page: Page, stage: int) -> None:
    page.locator(f"form[action$='/start/{stage}/'] button").click()
    expect(page.locator("#quiz legend")).to_be_visible()


def choose_first(page: Page) -> None:
    page.locator(".opt").first.click()


def test_a_paper_without_scripts(browser: Browser, site: Site):
    context = browser.new_context(
        base_url=site.url, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    join(page)
    begin(page, 2)
    for n in range(1, 10):
        expect(page.get_by_text(f"第{n}题，共10题")).to_be_visible()
        choose_first(page)
        page.get_by_role("button", name="存好，下一题").click()
    page.get_by_role("link", name="上一题").click()
    expect(page.locator(".opt input").first).to_be_checked()
    page.get_by_role("link", name="先跳过").click()
    page.get_by_role("link", name="去交卷").click()

    expect(page.get_by_text("还有1题没答")).to_be_visible()
    page.get_by_role("button", name="交卷").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("周秀敏，您答了")
    expect(page.locator("details.fold")).to_have_count(10)
    context.close()


def test_a_dropped_connection_loses_nothing_and_another_device_goes_on(
    context: BrowserContext, browser: Browser, site: Site
):
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    home = join(page)
    begin(page, 2)
    choose_first(page)
    expect(page.locator("[data-state]")).to_have_text("已保存")
    page.get_by_role("button", name="存好，下一题").click()
    expect(page.get_by_text("第2题，共10题")).to_be_visible()

    context.set_offline(True)
    choose_first(page)
    expect(page.locator("[data-state]")).to_contain_text("网络断了")
    page.get_by_role("button", name="存好，下一题").click()
    # The whole paper has come: there is no need to wait for the network.
    expect(page.get_by_text("第3题，共10题")).to_be_visible()
    expect(page.locator("[data-state]")).to_contain_text("网络断了")
    page.get_by_role("link", name="上一题").click()
    expect(page.locator(".opt input").first).to_be_checked()
    context.set_offline(False)
    expect(page.locator("[data-state]")).to_have_text("已保存", timeout=15_000)

    other = browser.new_context(base_url=site.url, locale="zh-CN")
    second = other.new_page()
    second.goto(home)
    second.get_by_role("button", name="接着答").click()
    expect(second.get_by_text("第3题，共10题")).to_be_visible()
    expect(second.locator("#card a[aria-label$='已答']")).to_have_count(2)
    second.get_by_role("link", name="上一题").click()
    expect(second.get_by_text("第2题，共10题")).to_be_visible()
    expect(second.locator(".opt input").first).to_be_checked()
    second.locator(".sec").get_by_role("link", name="交卷").click()
    second.get_by_role("button", name="交卷").click()
    expect(second.locator("#sheet")).to_be_visible()

    # What is answered here afterwards is refused, and leads to the result.
    page.locator(".opt").last.click()
    expect(page).to_have_url(re.compile("/result/"))
    assert said == []
    other.close()


def test_when_time_is_up_the_page_hands_in_by_itself_what_was_chosen(
    context: BrowserContext, site: Site
):
    site.manage("shell", "-c", QUICK.format(slug="quick"))
    page = context.new_page()
    join(page, "/contests/quick/")
    begin(page, 1)
    page.locator(".opt", has_text="选这个").click()
    expect(page.locator("[data-clock]")).to_contain_text("还剩 00:0")

    expect(page).to_have_url(re.compile("/result/"), timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("您答了5分")


def test_when_time_is_up_without_scripts_what_was_saved_counts(
    browser: Browser, site: Site
):
    site.manage("shell", "-c", QUICK.format(slug="plain"))
    context = browser.new_context(
        base_url=site.url, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    join(page, "/contests/plain/")
    begin(page, 1)
    page.locator(".opt", has_text="选这个").click()
    page.get_by_role("button", name="存好，下一题").click()
    expect(page.get_by_text("第2题，共3题")).to_be_visible()
    page.locator(".opt", has_text="选这个").click()  # and never sent

    for _second in range(60):
        if "/result/" in page.url:
            break
        page.wait_for_timeout(1000)
        page.goto(page.url)

    expect(page.get_by_role("heading", level=1)).to_contain_text("您答了5分")
    expect(page.get_by_text("时间到了，系统替您交了卷")).to_be_visible()
    context.close()


def test_a_press_after_the_question_s_own_time_takes_no_answer_back(
    context: BrowserContext, site: Site
):
    site.manage("shell", "-c", BY_QUESTION.format(slug="each"))
    page = context.new_page()
    join(page, "/contests/each/")
    begin(page, 1)
    choose_first(page)
    expect(page.locator("[data-state]")).to_have_text("已保存")

    expect(page.locator(".opt input").first).to_be_disabled(timeout=10_000)
    page.get_by_role("button", name="存好，下一题").click()
    expect(page.get_by_text("第2题，共3题")).to_be_visible()
    page.get_by_role("link", name="上一题").click()
    expect(page.locator(".opt input").first).to_be_checked()

    # After the grace as well, the button leads on.
    page.get_by_role("link", name="先跳过").click()
    expect(page.locator(".opt input").first).to_be_disabled(timeout=10_000)
    page.wait_for_timeout(4_000)
    page.get_by_role("button", name="存好，下一题").click()
    expect(page.get_by_text("第3题，共3题")).to_be_visible()


def test_whoever_comes_back_to_a_phone_that_slept_sees_the_server_s_time(
    context: BrowserContext, site: Site
):
    page = context.new_page()
    join(page)
    begin(page, 2)
    told = page.locator("[data-clock]")
    in_time, later = re.compile("(09|10):"), re.compile("1[45]:")
    expect(told).to_have_text(in_time)
    # Its clock stood still for five minutes.
    page.evaluate(
        "const now = performance.now.bind(performance);"
        "performance.now = () => now() - 300_000;"
    )
    expect(told).to_have_text(later)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(told).to_have_text(in_time)


def test_a_page_asks_the_server_before_it_hands_in(context: BrowserContext, site: Site):
    """Its clock may run ahead, or the stage was made longer meanwhile."""
    page = context.new_page()
    join(page)
    begin(page, 2)
    page.evaluate(
        "const now = performance.now.bind(performance);"
        "performance.now = () => now() + 700_000;"
    )
    page.wait_for_timeout(5_000)

    expect(page.locator("[data-clock]")).to_have_text(re.compile("(09|10):"))
    assert "/result/" not in page.url


def test_axe_finds_nothing_on_the_pages_of_the_link(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url, bypass_csp=True, locale="zh-CN")
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    assert AXE
    page.goto(f"{CONTEST}join/")
    faults = faults_on(page)
    home = join(page)
    faults += faults_on(page)
    page.goto(f"{home}withdraw/")
    faults += faults_on(page)
    page.goto(home)
    begin(page, 2)
    faults += faults_on(page)
    page.goto(page.url.rstrip("/").rpartition("/")[0] + "/hand-in/")
    faults += faults_on(page)
    page.get_by_role("button", name="交卷").click()
    faults += faults_on(page)
    context.close()
    assert faults == [], "\n".join(faults[:20])
