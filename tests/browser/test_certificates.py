"""A certificate is fetched by its holder and checked by whoever is shown it."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.once
MAKE_PAPER = """
from portal.directory.models import Unit
from tests.quizzes.certificates.make import make_paper, private
paper = make_paper(
    contest={
        "organiser": Unit.objects.first(),
        "slug": "certified",
        "number_prefix": "LX-QZ-BROWSER",
    },
    name="周秀敏",
    shown_name="周*敏",
)
print(private(paper))
"""
VOID = """
from quizzes.contests.models import Attempt
Attempt.objects.filter(stage__contest__slug="certified").update(state="void")
"""


def test_done_means_1_a_certificate_is_verified_without_scripts(
    site: Site, browser: Browser
) -> None:
    address = site.manage("shell", "-v0", "-c", MAKE_PAPER).strip()
    phone = browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    page = phone.new_page()
    page.goto(address)
    page.get_by_role("button", name="领取证书").click()
    expect(page.locator(".cert")).to_contain_text("周秀敏")
    number = page.locator(".cert .serial").inner_text()
    picture = phone.request.get(address.rstrip("/") + ".png").body()
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))

    # The code on the picture names the site's own address, not the test's.
    page.goto("/certificates/" + code.text.partition("/certificates/")[2])
    expect(page.locator("main")).to_contain_text("这张证书是真的")
    expect(page.locator("main")).to_contain_text("周*敏")
    expect(page.locator("main")).not_to_contain_text("周秀敏")

    page.goto("/certificates/")
    page.get_by_label("证书号").fill(number.lower())
    page.get_by_label("校验码").fill(code.text.rpartition("=")[2].lower())
    page.get_by_role("button", name="核验").click()
    expect(page.locator("main")).to_contain_text("这张证书是真的")

    site.manage("shell", "-v0", "-c", VOID)
    page.reload()
    expect(page.locator("main")).to_contain_text("不再有效")
    assert not phone.cookies()
    phone.close()
