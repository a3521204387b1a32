"""One matter from the call to its end: the desk, the unit's phone, the inspector."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

PASSWORD = "a long enough pass-phrase"
MAKE_STAFF = f"""
from django.contrib.auth.models import Group
from portal.users.models import User
from reports.complaints.models.scopes import DeskScope
for name, role in (("desk-clerk", "受理员"), ("desk-inspector", "检查员")):
    user = User.objects.create_user(name, password="{PASSWORD}")
    user.groups.add(Group.objects.get(name=role))
    if role == "检查员":
        DeskScope.objects.create(user=user)
"""


def log_in(page: Page, name: str) -> None:
    page.goto("/cms/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/cms/")


def take(page: Page, verb: str) -> None:
    page.locator(f"#do-{verb} form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_a_call_is_worked_off_by_clerk_unit_and_inspector(
    site: Site, browser: Browser
) -> None:
    site.manage("shell", "-v0", "-c", MAKE_STAFF)
    desk = browser.new_context(base_url=site.url, locale="zh-CN")
    page = desk.new_page()
    log_in(page, "desk-clerk")

    page.goto("/cms/desk/call/")
    page.select_option("[name=category]", index=1)
    page.fill("[name=text]", "桥头的垃圾箱满了三天没有人清。")
    page.fill("[name=place_text]", "桥头市场东门")
    page.get_by_role("button", name="登记", exact=True).click()
    number = page.locator(".desk-code").first.inner_text()
    page.get_by_role("link", name="打开这一件").click()
    case = page.url
    take(page, "accept")
    take(page, "start_verifying")
    page.select_option("#do-verify [name=finding]", "true")
    page.fill("#do-verify [name=text]", "到现场看了，属实。")
    take(page, "verify")
    take(page, "file")
    unit = page.locator("#do-dispatch [name=unit] option:checked").inner_text()
    take(page, "dispatch")

    page.goto("/cms/desk/links/")
    page.select_option("[name=unit]", label=unit)
    page.get_by_role("button", name="生成").click()
    expect(page.locator("figure svg")).to_be_visible()
    address = page.locator("a.desk-code, .desk-code a").inner_text()
    token = re.search(r"/u/([^/]+)/", address)
    assert token

    phone = browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    at_unit = phone.new_page()
    at_unit.goto(f"/u/{token[1]}/{number}/")
    assert at_unit.evaluate("document.documentElement.scrollWidth") <= 360
    at_unit.get_by_role("button", name="签收").click()
    expect(at_unit.get_by_role("status")).to_contain_text("已签收")
    at_unit.goto(f"/u/{token[1]}/{number}/")
    at_unit.fill("[name=text]", "已经清走，箱子也冲洗了。")
    at_unit.get_by_role("button", name="交双创办核实").click()
    expect(at_unit.get_by_role("status")).to_contain_text("等待核实")
    assert not phone.cookies()

    others = browser.new_context(base_url=site.url, locale="zh-CN")
    checking = others.new_page()
    log_in(checking, "desk-inspector")
    checking.goto(case)
    assert "已经清走，箱子也冲洗了。" in checking.content()
    checking.check("#do-check_result [name=is_passed][value=yes]")
    checking.select_option("#do-check_result [name=outcome]", "resolved")
    checking.fill("#do-check_result [name=text]", "看过了，清干净了。")
    take(checking, "check_result")
    expect(checking.locator(".desk-top")).to_contain_text("已办结")

    for context in (desk, phone, others):
        context.close()
