"""A resident with a phone, with and without scripts: photo, stub, progress, dispute."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
)

from portal.demo.drawing import picture
from tests.browser.conftest import Site

PHONE: ViewportSize = {"width": 360, "height": 740}
# What the desk does in between, by the services that its pages call.
CLOSE = """
from portal.users.models import User
from reports.complaints.models import Complaint
from django.utils import timezone
Complaint.objects.filter(number={number!r}).update(
    state="closed", is_open=False, finding="true", outcome="resolved",
    closed_at=timezone.now(), ended_at=timezone.now())
"""


@pytest.fixture(params=[True, False], ids=["scripts", "without-scripts"])
def phone(
    browser: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        viewport=PHONE,
        java_script_enabled=request.param,
        has_touch=True,
    )
    yield context
    context.close()


def snapshot(seed: int) -> dict[str, object]:
    drawn = BytesIO()
    picture("overflowing_bins", seed=seed, size=(1600, 1000)).convert("RGB").save(
        drawn, "JPEG"
    )
    return {
        "name": f"IMG {seed} 张三.jpg",
        "mimeType": "image/jpeg",
        "buffer": drawn.getvalue(),
    }


def fill_in(page: Page) -> None:
    page.get_by_label("地点", exact=True).fill("北环路垃圾中转点门口")
    page.get_by_text("乱倒乱弃", exact=True).click()
    expect(page.locator("#family-dumping")).to_be_checked()
    page.get_by_label("说两句").fill("桶满了三天没人拉。")


def send(page: Page) -> tuple[str, str]:
    """Press, once more if the page asks for it, and read the stub."""
    page.wait_for_timeout(3200)  # nobody is faster
    page.locator("#send").click()
    page.wait_for_url("**/complaints/done/")
    return page.locator("#number").inner_text(), page.locator("#code").inner_text()


def test_from_a_photo_to_a_dispute(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto("/complaints/new/")
    page.set_input_files("#photos", [snapshot(1), snapshot(2)])  # type: ignore[arg-type]
    # Something is missing: the photos stay all the same.
    page.locator("#send").click()
    expect(page.locator("[role=alert]")).to_contain_text("还差3处没填好")
    expect(page.locator("#thumbs li")).to_have_count(2)
    fill_in(page)
    number, code = send(page)

    page.goto(f"/complaints/track/{number}/")
    page.get_by_label("查询码").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/complaints/track/mine/")
    expect(page.locator("main")).to_contain_text("您提交了")
    expect(page.locator("figure.shot")).to_have_count(2)

    site.manage("shell", "--no-imports", "-c", CLOSE.format(number=number))
    page.reload()
    page.get_by_text("没改好，退回重办").click()
    page.get_by_label("哪里没改好").fill("还在那里。")
    page.set_input_files("#photos-dispute", [snapshot(3)])  # type: ignore[arg-type]
    page.get_by_role("button", name="退回重办").click()
    page.wait_for_url("**/mine/?done=dispute")
    expect(page.locator("main")).to_contain_text("有异议")
    expect(page.locator("figure.shot")).to_have_count(3)


def test_a_tap_on_the_map_sets_the_place(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale="zh-CN", has_touch=True
    )
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/complaints/new/")
    fill_in(page)
    page.get_by_role("button", name="在地图上点").click()
    page.locator("#pick-map path.base-area").first.wait_for()

    page.locator("#pick-map").tap(position={"x": 120, "y": 150})
    expect(page.locator("#pick-map .spot")).to_be_visible()
    expect(page.locator("#located")).to_contain_text("图上的位置记下了")
    tapped = page.locator("[name=lat]").input_value()
    page.locator("#pick-map").press("ArrowRight")
    page.wait_for_timeout(500)
    page.locator("#pick-map").press("Enter")
    assert page.locator("[name=lat]").input_value() != tapped
    page.get_by_role("button", name="不用位置了").click()
    expect(page.locator("#pick-map .spot")).to_have_count(0)
    assert page.locator("[name=lat]").input_value() == ""

    assert complaints == []
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
    context.close()


def test_a_draft_waits_on_the_device_and_goes_when_it_is_sent(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto("/complaints/new/")
    fill_in(page)
    page.set_input_files("#photos", [snapshot(4)])  # type: ignore[arg-type]
    context.set_offline(True)
    page.locator("#send").click()
    expect(page.locator("#sending")).to_contain_text("没有网络")
    page.wait_for_timeout(900)
    context.set_offline(False)

    page.goto("/")
    page.goto("/complaints/new/")
    expect(page.locator("#saved")).to_contain_text("接着上次写的")
    expect(page.locator("#thumbs li")).to_have_count(1)
    expect(page.get_by_label("说两句")).to_have_value("桶满了三天没人拉。")
    send(page)

    page.wait_for_timeout(500)
    page.goto("/complaints/new/")
    expect(page.get_by_label("说两句")).to_have_value("")
    expect(page.locator("#saved")).to_be_hidden()
    context.close()
