"""The whole loop: a complaint, a notice, an exposure, and how it ends everywhere.

A resident complains; an inspector makes a notice of it; the unit signs by QR and lets
the deadline pass; three people let the exposure through the gate; the first proof fails
on the spot, the second passes; the resident agrees; every list and the programme say so.
"""

import pypdfium2
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_desk import PASSWORD, log_in, take
from tests.browser.test_notices import clear_doubts, on_phone, photo

MAKE_STAFF = f"""
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from portal.directory.models import Unit
from portal.users.models import User
from reports.complaints.models.scopes import DeskScope
from reports.notices.models import InspectionMandate
for name, last, role in (
    ("loop-clerk", "钱", "受理员"), ("loop-one", "孙", "检查员"),
    ("loop-two", "李", "检查员"), ("loop-reader", "吴", "审核员"),
    ("loop-head", "冯", "指挥部负责人"), ("loop-chief", "陈", "总编辑"),
):
    user = User.objects.create_user(
        name, password="{PASSWORD}", last_name=last, first_name="闭环"
    )
    user.groups.add(Group.objects.get(name=role))
    if role == "检查员":
        DeskScope.objects.create(user=user)
today = timezone.localdate()
InspectionMandate.objects.get_or_create(
    doc_no="临政办函〔2026〕98号",
    defaults=dict(
        title="专项督查", scope="市容环卫", issued_by=Unit.objects.first(),
        valid_from=today - timedelta(days=9), valid_to=today + timedelta(days=99),
    ),
)
"""
# Time cannot be waited for: the deadline was yesterday, and the clock has looked.
LET_IT_PASS = """
from datetime import timedelta
from django.utils import timezone
from reports.notices.models import RectificationNotice
from reports.notices.services import record_all_overdue
gone = timezone.now() - timedelta(days=1)
late = RectificationNotice.objects.filter(number="{number}")
late.update(due_at=gone, first_due_at=gone)
record_all_overdue()
print(late.get().overdue_records.count())
"""


def act(page: Page, verb: str) -> None:
    """Open an action of the desk of exposures and press it."""
    box = page.locator(f"#do-{verb}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.locator("form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_the_loop_from_a_complaint_to_the_badge_on_the_programme(
    site: Site, browser: Browser
) -> None:
    site.manage("shell", "-v0", "-c", MAKE_STAFF)

    def staff(name: str) -> Page:
        page = browser.new_context(base_url=site.url, locale="zh-CN").new_page()
        log_in(page, name)
        return page

    # A resident calls; the clerk writes it down and takes it in.
    clerk = staff("loop-clerk")
    clerk.goto("/cms/desk/call/")
    clerk.select_option("[name=category]", index=1)
    clerk.fill("[name=text]", "菜场后门的垃圾堆到路上来了。")
    clerk.fill("[name=place_text]", "菜场后门")
    clerk.get_by_role("button", name="登记", exact=True).click()
    written = clerk.locator(".desk-code")
    complaint, code = written.first.inner_text(), written.nth(1).inner_text()
    clerk.get_by_role("link", name="打开这一件").click()
    take(clerk, "accept")
    case_of_complaint = clerk.url

    # An inspector makes a notice of it.
    first = staff("loop-one")
    first.goto(case_of_complaint)
    first.get_by_role("button", name="转为整改通知单").click()
    unit = first.locator("#units option").first.get_attribute("value") or ""
    first.fill("[name=unit_name]", unit)
    first.fill("[name=problem-0-text]", "垃圾堆到路面，占了半条路。")
    first.set_input_files(
        "[name=problem-0-photos]",
        [photo("a.jpg", is_done=False), photo("b.jpg", is_done=False, at=60)],
    )
    first.fill("[name=requirement]", "清运干净，天天清。")
    first.select_option("[name=street]", index=2)
    first.get_by_label("李闭环").check()
    first.get_by_role("button", name="保存，下一步").click()
    if not first.locator("[name=clauses]").count():
        first.fill("[name=q]", "第")
        first.get_by_role("button", name="找", exact=True).click()
    first.locator("[name=clauses]").first.check()
    first.get_by_role("button", name="签发").click()
    expect(first.locator(".desk-top")).to_contain_text("已签发")
    notice = first.url
    take(first, "serve")
    with first.expect_download() as download:
        first.get_by_role("button", name="打印通知单").click()
    sheet = pypdfium2.PdfDocument(download.value.path())[1]
    number = sheet.get_textpage().get_text_range().split("临双创督〔", 1)[1]
    number = f"临双创督〔{number.split('号', 1)[0]}号"
    address = zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())[0].text

    # The unit signs by QR, and does nothing.
    at_unit = on_phone(browser, site, has_scripts=False).new_page()
    at_unit.goto(address)
    at_unit.fill("[name=post]", "办公室主任")
    at_unit.get_by_role("button", name="签收").click()
    assert site.manage(
        "shell", "-v0", "-c", LET_IT_PASS.format(number=number)
    ).strip() == ("1")

    # The gate: the author, the reviewer and the head are three.
    clerk.goto("/cms/exposures/batches/new/")
    clerk.fill("[name=title]", "双创曝光台闭环期")
    clerk.select_option("[name=episode]", index=1)
    clerk.get_by_role("button", name="保存").click()
    clerk.goto("/cms/exposures/new/")
    clerk.select_option("[name=batch]", label="双创曝光台闭环期")
    clerk.select_option("[name=kind]", "unit")
    clerk.fill("[name=notice_number]", number)
    clerk.fill("[name=title]", "菜场后门垃圾占路")
    clerk.select_option("[name=reason_code]", "slow")
    clerk.get_by_role("button", name="保存").click()
    exposure = clerk.url
    act(clerk, "hand_to_check")

    reader = staff("loop-reader")
    reader.goto(exposure)
    pictures = [
        link.get_attribute("href") or ""
        for link in reader.locator("#pictures ~ ul a[href*='/evidence/']").all()
    ]
    for picture in dict.fromkeys(p for p in pictures if not p.endswith("preview")):
        reader.goto(picture)
        for box in reader.locator(".redaction-checklist input[type=checkbox]").all():
            box.check()
        reader.get_by_role("button", name="核对无误，可以公开").click()
    reader.goto(exposure)
    reader.locator("#do-check_privacy summary").click()
    for box in reader.locator("#do-check_privacy input[type=checkbox]").all():
        box.check()
    act(reader, "check_privacy")
    act(reader, "review")
    act(reader, "notify_unit")
    clerk.goto(exposure)
    clerk.locator("#do-file_statement summary").click()
    clerk.fill("#do-file_statement [name=text]", "清运车坏了，正在修。")
    clerk.fill("#do-file_statement [name=post]", "办公室主任")
    act(clerk, "file_statement")

    chief = staff("loop-chief")
    chief.goto(exposure)
    chief.locator("#do-publish summary").click()
    chief.locator("#do-publish form button[type=submit]").click()
    expect(chief.get_by_role("alert")).to_contain_text("指挥部负责人批准")
    head = staff("loop-head")
    head.goto(exposure)
    act(head, "approve")
    chief.goto(exposure)
    act(chief, "publish")
    shown = chief.get_by_role("link", name="看页面").get_attribute("href") or ""
    resident = on_phone(browser, site, has_scripts=False).new_page()
    resident.goto(shown)
    expect(resident.locator("h1")).to_contain_text("菜场后门垃圾占路")
    expect(resident.get_by_text("清运车坏了，正在修。")).to_be_visible()

    # The first proof fails on the spot, the second passes.
    second = staff("loop-two")
    for attempt, result in enumerate(("fail", "pass")):
        at_unit.goto(address)
        done = photo("c.jpg", is_done=True, at=200 * attempt)
        at_unit.set_input_files("[name=photos]", done)
        at_unit.fill("[name=text]", f"第{attempt + 1}次清运过了。")
        at_unit.get_by_role("button", name="交双创办复查").click()
        expect(at_unit.get_by_role("status")).to_contain_text("等待现场复查")
        second.goto(notice)
        clear_doubts(second)
        second.check(f"#do-reinspect [name=result][value={result}]")
        second.fill("#do-reinspect [name=text]", "到现场看了。")
        take(second, "reinspect")
    expect(second.locator(".desk-top")).to_contain_text("待群众确认")

    # Whoever complained has the last word.
    resident.goto(f"/complaints/track/{complaint}/")
    resident.get_by_label("查询码").fill(code)
    resident.get_by_role("button", name="查询").click()
    resident.check("[name=solved][value=yes]")
    resident.get_by_role("button", name="交给双创办").click()
    second.goto(notice)
    expect(second.locator(".desk-top")).to_contain_text("已销号")

    resident.goto(shown)
    expect(resident.get_by_text("已整改").first).to_be_visible()
    resident.goto("/exposures/")
    row = resident.locator("article, li").filter(has_text="菜场后门垃圾占路").first
    expect(row).to_contain_text("已整改")
    episode = site.manage(
        "shell",
        "-v0",
        "-c",
        "from reports.exposures.models import ExposureBatch;"
        "print(ExposureBatch.objects.get(title='双创曝光台闭环期').episode.url)",
    ).strip()
    resident.goto(episode)
    expect(resident.get_by_text("已整改").first).to_be_visible()
    for context in browser.contexts:
        context.close()
