"""Two neighbours and one place too few, without a script: sign up, wait, change, cancel."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_accessibility import faults_on

SLUG = "browser-clean-up"
HOLD_ONE = f"""
from datetime import timedelta
from django.utils import timezone
from portal.directory.models import Unit
from portal.users.models import User
from quizzes.events.models import Activity
at = timezone.now() + timedelta(days=9)
Activity.objects.create(
    slug="{SLUG}", title="试一试清滩", kind="volunteer", summary="半天。", body="来。",
    starts_at=at, ends_at=at + timedelta(hours=2), place_text="老渡口",
    host=Unit.objects.first(), contact_phone="0900-0000014", capacity=2,
    largest_party=2, asks_remark=True, state="published",
    published_at=timezone.now(),
    published_by=User.objects.create_user("activity-reviewer"),
)
"""


@pytest.fixture(scope="module")
def held(site: Site) -> str:
    site.manage("shell", "--no-imports", "-c", HOLD_ONE)
    return f"/activities/{SLUG}/"


@pytest.fixture
def bare(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.url, locale="zh-CN", java_script_enabled=False
    )
    yield context
    context.close()


def sign_up(page: Page, held: str, name: str, phone: str, party: str) -> str:
    """Sign up from the activity's page; return the code on the ticket."""
    page.goto(held)
    page.locator("a.btn.go").click()
    page.get_by_label("怎么称呼").fill(name)
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("一共几个人").fill(party)
    page.get_by_label("我看过了，同意").check()
    page.locator("button.go").click()
    return page.locator("#code").inner_text()


def open_by_code(page: Page, code: str) -> None:
    page.goto("/activities/code/")
    page.get_by_label("报名码").fill(code.replace("-", " ").lower())
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的报名")


@pytest.mark.once
def test_without_scripts_they_sign_up_wait_move_up_change_and_cancel(
    bare: BrowserContext, browser: Browser, site: Site, held: str
):
    page = bare.new_page()

    page.goto(f"{held}sign-up/")
    page.locator("button.go").click()
    expect(page.get_by_role("alert")).to_contain_text("请写手机号")

    pair = sign_up(page, held, "李女士", "13900000001", "2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("报上了")
    alone = sign_up(page, held, "张先生", "13900000002", "1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("候补")
    expect(page.locator(".ticket")).to_contain_text("排在第1位")

    open_by_code(page, pair)
    page.get_by_label("一共几个人").fill("1")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("改好了")
    open_by_code(page, alone)
    expect(page.locator(".ticket .tag")).to_have_text("已报上")

    private = page.url
    page.locator("summary", has_text="取消报名").click()
    page.get_by_role("button", name="确定取消").click()
    expect(page.get_by_role("status")).to_contain_text("已经取消")
    page.goto(held)
    expect(page.locator("main")).to_contain_text("还剩1个名额")
    assert bare.cookies() == []

    _look_with_axe(browser, site, [private, f"{held}sign-up/", held], pair)


def _look_with_axe(
    browser: Browser, site: Site, addresses: list[str], code: str
) -> None:
    # The policy of the site would rightly keep the checker's script out.
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    faults = []
    for address in [*addresses, f"/activities/{SLUG}/s/{code}/"]:
        page.goto(address)
        faults += faults_on(page)
    page.goto(f"/activities/{SLUG}/sign-up/")
    page.locator("button.go").click()
    faults += faults_on(page)
    context.close()
    assert faults == [], "\n".join(faults[:20])
