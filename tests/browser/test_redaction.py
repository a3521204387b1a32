"""A clerk hides a face in the browser: by keyboard alone, and by pointer.

The pages come from the test's own Django, not from the running site: whose
evidence it is, a domain says, and here the test does.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from portal.evidence.forms import CHECKLIST
from portal.evidence.models import Box
from portal.users.roles import Role, sync_roles
from tests.browser.test_accessibility import AXE
from tests.portal.evidence.make import body, make_photo, owned, public_addresses
from tests.portal.users.make import make_user

pytestmark = pytest.mark.once

HOST = "http://testserver"


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser() -> Iterator[None]:
    """Let the database be used in the thread that the browser's loop runs in."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def clerk(client: Client) -> Iterator[Client]:
    sync_roles()
    user = make_user(role=Role.DESK)
    client.force_login(user)
    with owned(seen_by=[user]):
        yield client


def open_page(context: BrowserContext, client: Client, address: str) -> Page:
    database = connections["default"]

    def answer(route: Route, request: Request) -> None:
        # Playwright calls this in a context of its own, which would open another.
        connections["default"] = database
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=found) if found else route.abort()
            return
        if request.method == "POST":
            response = client.post(
                path,
                request.post_data_buffer or b"",
                content_type=request.headers["content-type"],
                follow=True,
            )
        else:
            response = client.get(path)
        route.fulfill(
            status=response.status_code,
            headers=dict(response.headers),
            body=body(response),
        )

    page = context.new_page()
    page.route("**/*", answer)
    page.goto(HOST + address)
    return page


def numbers(page: Page, row: int = 0) -> list[int]:
    return [int(page.input_value(f"[name=box-{row}-{side}]")) for side in "xywh"]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_face_is_hidden_by_keyboard_alone(
    browser: Browser, clerk: Client, width: int
):
    evidence = make_photo()
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = open_page(context, clerk, evidence.redaction_address)

    page.focus("[data-add]")
    page.keyboard.press("Enter")
    assert numbers(page) == [450, 450, 100, 100]
    for key in (
        "ArrowLeft",
        "ArrowLeft",
        "ArrowUp",
        "Shift+ArrowRight",
        "Shift+ArrowDown",
    ):
        page.keyboard.press(key)

    assert numbers(page) == [440, 445, 105, 105]
    assert "左 440，上 445" in page.inner_text("[data-said]")
    page.select_option("[name=box-0-kind]", "face")
    for name, _label in CHECKLIST:
        page.focus(f"[name={name}]")
        page.keyboard.press("Space")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('[data-redaction]', {resultTypes: ['violations']})")
    assert [each["id"] for each in found["violations"]] == []
    page.focus("button[value=check]")
    page.keyboard.press("Enter")
    page.locator(".redaction-state").get_by_text("遮挡已核对", exact=True).wait_for()

    evidence.refresh_from_db()
    assert evidence.is_checked
    assert str(Box.objects.get()) == "人脸 440,445 105×105"
    assert clerk.get(public_addresses(evidence)[0]).status_code == 200
    context.close()


def test_a_box_is_drawn_moved_resized_and_removed_by_pointer(
    browser: Browser, clerk: Client
):
    evidence = make_photo()
    context = browser.new_context(viewport={"width": 1440, "height": 1200})
    page = open_page(context, clerk, evidence.redaction_address)
    page.wait_for_function("document.querySelector('[data-canvas] img').complete")
    page.locator("[data-canvas]").scroll_into_view_if_needed()
    area = page.locator("[data-canvas] svg").bounding_box()
    assert area is not None

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        for (x, y), press in ((start, page.mouse.down), (end, page.mouse.up)):
            page.mouse.move(
                area["x"] + area["width"] * x, area["y"] + area["height"] * y, steps=4
            )
            press()

    def is_near(*wanted: int) -> bool:
        return all(
            abs(one - other) <= 6
            for one, other in zip(numbers(page), wanted, strict=True)
        )

    drag((0.2, 0.2), (0.4, 0.5))
    assert is_near(200, 200, 200, 300)
    drag((0.3, 0.3), (0.5, 0.4))
    assert is_near(400, 300, 200, 300)
    drag((0.6, 0.6), (0.7, 0.8))
    assert is_near(400, 300, 300, 500)
    page.keyboard.press("Delete")
    assert page.is_checked("[name=box-0-DELETE]")
    assert page.locator("[data-canvas] rect").count() == 0
    context.close()
