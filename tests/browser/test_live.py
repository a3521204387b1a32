"""A live round in a hall: the host's big screen, two phones and one without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import Site

PASSWORD = "a long enough pass-phrase"
HOST = f"""
from portal.users.models import User
from portal.users.roles import Role
from django.contrib.auth.models import Group
if not User.objects.filter(username="live-host").exists():
    user = User.objects.create_user("live-host", password={PASSWORD!r})
    user.groups.add(Group.objects.get(name=Role.TV_EDITOR.value))
"""
SMALL: ViewportSize = {"width": 360, "height": 740}
RIGHT = ".bars .right"  # one, or more where a question has several right answers
SECONDS = 20  # of a question: enough for a busy machine


@pytest.fixture
def host(browser: Browser, site: Site) -> Iterator[Page]:
    site.manage("shell", "-c", HOST)
    context = browser.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/cms/login/")
    page.fill("[name=username]", "live-host")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/cms/")
    yield page
    context.close()


@pytest.fixture
def phones(browser: Browser, site: Site) -> Iterator[list[Page]]:
    contexts: list[BrowserContext] = [
        browser.new_context(
            base_url=site.url, locale="zh-CN", viewport=SMALL, java_script_enabled=is_on
        )
        for is_on in (True, True, False)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def prepare(host: Page) -> str:
    """Prepare and open a round; return its number."""
    host.goto("/cms/quizzes/live/")
    host.fill("[name=title]", "广场现场赛")
    host.fill("[name=n_questions]", "2")
    host.fill("[name=seconds]", str(SECONDS))
    host.get_by_role("button", name="准备好了").click()
    host.get_by_role("button", name="开场").click()
    return host.locator(".k-pin").inner_text().strip()


def choose(phone: Page, nth: int) -> None:
    phone.locator(".opt").nth(nth).click()
    phone.get_by_role("button", name="交", exact=True).click()


def test_a_host_and_three_phones_play_two_questions(
    host: Page, phones: list[Page]
) -> None:
    pin = prepare(host)
    quick, keys, plain = phones
    for phone in phones:
        phone.goto("/live/")
        phone.fill("[name=pin]", pin)
        phone.get_by_role("button", name="进场").click()
        expect(phone.locator("#pin")).to_have_count(0)
        phone.get_by_role("button", name="进场").click()
        expect(phone.get_by_text("等主持人开始")).to_be_visible()
    expect(host.locator("[data-players]")).to_have_text("3")

    host.get_by_role("button", name="开始出题").click()
    expect(host.get_by_text("第1题，共2题")).to_be_visible()
    stem = host.locator(".k-ask h2").inner_text()
    for phone in (quick, keys):
        expect(phone.locator(".stem")).to_have_text(stem)  # without a reload
    expect(quick.get_by_role("timer")).to_have_text(re.compile(r"还有\d+秒"))
    choose(quick, 0)
    # By keys alone: the page has put them at the question.
    expect(keys.locator(".stem")).to_be_focused()
    keys.keyboard.press("Tab")
    keys.keyboard.press("Space")
    keys.keyboard.press("Enter")
    for phone in (quick, keys):
        expect(phone.locator("[data-note]")).to_have_text("收到了，等公布答案。")
    plain.reload()  # or the page does so by itself, four seconds later
    choose(plain, 1)
    expect(plain.get_by_text("收到了，等公布答案。")).to_be_visible()
    expect(host.locator("[data-answers]")).to_have_text("3")

    host.get_by_role("button", name="收题，公布答案").click()
    expect(host.locator(RIGHT).first).to_be_visible()
    for phone in (quick, keys):
        expect(phone.locator("[data-note]")).to_have_text(re.compile("答对了|没有答对"))
    plain.reload()
    expect(plain.locator(".own")).to_have_text(re.compile("答对了|没有答对"))

    host.get_by_role("button", name="下一题").click()
    expect(host.get_by_text("第2题，共2题")).to_be_visible()
    choose(quick, 0)
    expect(quick.locator("[data-note]")).to_have_text("收到了，等公布答案。")
    # Nobody presses: the screen closes the question when its time is up.
    expect(host.locator(RIGHT).first).to_be_visible(timeout=(SECONDS + 15) * 1000)
    expect(keys.locator("[data-note]")).to_have_text("这一题没有作答")

    host.get_by_role("button", name="结束，看名次").click()
    expect(host.get_by_role("row")).to_have_count(4)
    for phone in (quick, keys):
        expect(phone.get_by_text(re.compile(r"您第\d名"))).to_be_visible()
    plain.reload()
    expect(plain.get_by_text(re.compile(r"您第\d名"))).to_be_visible()
