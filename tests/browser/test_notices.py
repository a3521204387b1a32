"""A notice from the street to its end: an inspector's phone, the unit's, another's."""

from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_desk import PASSWORD, log_in, take

PHONE = {"width": 360, "height": 740}
MAKE_STAFF = f"""
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from portal.directory.models import Unit
from portal.users.models import User
from reports.complaints.models.scopes import DeskScope
from reports.notices.models import InspectionMandate
for name, last in (("notice-one", "周"), ("notice-two", "郑")):
    user = User.objects.create_user(
        name, password="{PASSWORD}", last_name=last, first_name="督查"
    )
    user.groups.add(Group.objects.get(name="检查员"))
    DeskScope.objects.create(user=user)
today = timezone.localdate()
InspectionMandate.objects.get_or_create(
    doc_no="临政办函〔2026〕99号",
    defaults=dict(
        title="专项督查", scope="市容环卫", issued_by=Unit.objects.first(),
        valid_from=today - timedelta(days=9), valid_to=today + timedelta(days=99),
    ),
)
"""


def photo(name: str, *, is_done: bool, at: int = 0) -> FilePayload:
    """Draw a heap in a street, or the street without it; `at` is how far to the right."""
    picture = Image.new("RGB", (640, 480), "#b8c4bd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 480), fill="#6d6f71")
    draw.rectangle((40 + at, 60, 300 + at, 300), fill="#8a5a3c")
    if is_done:
        draw.ellipse((380, 40, 600, 260), fill="#2f7d4f")
    else:
        draw.polygon(
            [(300 - at, 460), (420 - at, 200), (560 - at, 460)], fill="#20120a"
        )
    out = BytesIO()
    picture.save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def clear_doubts(page: Page) -> None:
    """Say that photos are new which look like those of another test of this site."""
    doubts = page.get_by_role("button", name="排除疑点")
    for _doubt in range(doubts.count()):
        page.locator("[id^=clear-]").first.fill("到现场比过，是新拍的。")
        doubts.first.click()
        expect(page.locator(".messages .success")).to_be_visible()


def on_phone(
    browser: Browser, site: Site, *, has_scripts: bool = True
) -> BrowserContext:
    return browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        java_script_enabled=has_scripts,
    )


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= 360"))


def test_a_notice_goes_from_the_street_to_the_unit_and_is_closed_by_another(
    site: Site, browser: Browser
) -> None:
    site.manage("shell", "-v0", "-c", MAKE_STAFF)
    street = on_phone(browser, site)
    page = street.new_page()
    log_in(page, "notice-one")
    page.goto("/cms/notices/new/")
    assert fits(page)
    unit = page.locator("#units option").first.get_attribute("value") or ""
    page.fill("[name=unit_name]", unit)
    page.fill("[name=problem-0-text]", "垃圾桶满溢，三天没有人清。")
    page.select_option("[name=problem-0-category]", index=1)
    page.set_input_files("[name=problem-0-photos]", photo("a.jpg", is_done=False))
    page.fill("[name=requirement]", "清运干净，每天两次。")
    page.select_option("[name=street]", index=1)
    page.get_by_label("郑督查").check()
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_text("现在签发就到")).to_be_visible()
    assert fits(page)
    if not page.locator("[name=clauses]").count():
        page.fill("[name=q]", "第")
        page.get_by_role("button", name="找", exact=True).click()
    page.locator("[name=clauses]").first.check()
    page.get_by_role("button", name="签发").click()
    expect(page.locator(".desk-top")).to_contain_text("已签发")
    case = page.url
    take(page, "serve")
    with page.expect_download() as download:
        page.get_by_role("button", name="打印通知单").click()
    drawn = pypdfium2.PdfDocument(download.value.path())[1].render(scale=2).to_pil()
    address = zxingcpp.read_barcodes(drawn)[0].text

    office = on_phone(browser, site, has_scripts=False)
    at_unit = office.new_page()
    at_unit.goto(address)
    assert fits(at_unit)
    at_unit.fill("[name=post]", "办公室主任")
    at_unit.get_by_role("button", name="签收").click()
    expect(at_unit.get_by_role("status")).to_contain_text("已签收")
    at_unit.set_input_files("[name=photos]", photo("b.jpg", is_done=True))
    at_unit.fill("[name=text]", "清运干净，地面冲洗过了。")
    at_unit.get_by_role("button", name="交双创办复查").click()
    expect(at_unit.get_by_role("status")).to_contain_text("等待现场复查")
    assert not office.cookies()

    other = on_phone(browser, site)
    closing = other.new_page()
    log_in(closing, "notice-two")
    closing.goto(case)
    assert "地面冲洗过了" in closing.content()
    clear_doubts(closing)
    closing.check("#do-reinspect [name=result][value=pass]")
    closing.fill("#do-reinspect [name=text]", "到现场看了，干净。")
    take(closing, "reinspect")
    expect(closing.locator(".desk-top")).to_contain_text("已销号")

    at_unit.goto(address)
    expect(at_unit.get_by_text("到现场看了，干净。")).to_be_visible()
    for context in (street, office, other):
        context.close()
