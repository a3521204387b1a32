"""An inspector in the street: no network, a lost answer, and one check for each."""

from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Site
from tests.browser.test_desk import PASSWORD, log_in
from tests.portal.images.make import picture_bytes

MAKE_INSPECTOR = f"""
from django.contrib.auth.models import Group
from portal.users.models import User
user = User.objects.create_user("street-inspector", password="{PASSWORD}")
user.groups.add(Group.objects.get(name="检查员"))
"""


def test_checks_wait_on_the_device_and_are_never_doubled(
    site: Site, browser: Browser
) -> None:
    site.manage("shell", "-v0", "-c", MAKE_INSPECTOR)
    phone = browser.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": 360, "height": 740}
    )
    page = phone.new_page()
    log_in(page, "street-inspector")
    page.goto("/cms/inspections/")
    page.get_by_role("link", name="门前四包每日检查").click()
    page.get_by_role("link", name="鼓楼片区").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    status = page.locator("[data-check-status]")

    def fill(number: int) -> None:
        page.select_option("#point", index=number)
        page.get_by_role("button", name="全部合格").click()

    page.select_option("#point", index=1)
    page.click(".check-save")
    expect(status).to_contain_text("还有检查项没有选")

    phone.set_offline(True)
    fill(1)
    page.locator(".check-tick").first.get_by_label("不合格").check()
    page.set_input_files(
        "#photos",
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()},
    )
    page.click(".check-save")
    expect(status).to_contain_text("已存在这台设备上")
    fill(2)
    page.click(".check-save")
    expect(status).to_contain_text("还没有发出：2")
    phone.set_offline(False)
    expect(status).to_contain_text("已保存", timeout=15_000)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/check/", lose_the_answer)
    fill(3)
    page.click(".check-save")
    expect(status).to_contain_text("还没有发出：1")
    page.unroute("**/check/")
    page.reload()  # what waits is sent when the page is opened again
    expect(status).to_contain_text("已保存", timeout=15_000)

    page.reload()
    expect(page.get_by_role("status").filter(has_text="今天查了")).to_contain_text(
        "今天查了3次，1次有不合格"
    )
    page.get_by_role("link", name="1项不合格").click()
    expect(page.locator(".desk-photos li")).to_have_count(1)
    phone.close()
