"""A draw of the demonstration county, recomputed in the reader's own browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

DRAW = "/contests/county-contest-2026/draws/1/"


def test_qz_04_the_browser_recomputes_a_draw(page: Page) -> None:
    page.goto(DRAW)
    page.get_by_role("button", name="开始重算").click()

    expect(page.locator(".recomputed .tag.ok")).to_have_count(3)
    expect(page.locator(".recomputed .tag.no")).to_have_count(0)


def _as_winner(draw: dict[str, Any]) -> None:
    won = {each["ticket"] for each in draw["winners"]}
    draw["winners"][0]["ticket"] = next(c for c in draw["tickets"] if c not in won)


def _as_substitute(draw: dict[str, Any]) -> None:
    first = draw["winners"][0]
    draw["substitutes"].append({**first, "instead_of": first["rank"]})


@pytest.mark.parametrize("smuggle", [_as_winner, _as_substitute])
def test_qz_04_the_browser_finds_an_insider(
    page: Page, smuggle: Callable[[dict[str, Any]], None]
) -> None:
    def tampered(route: Route) -> None:
        draw = route.fetch().json()
        smuggle(draw)
        route.fulfill(body=json.dumps(draw), content_type="application/json")

    page.route("**/draw.json", tampered)
    page.goto(DRAW)
    page.get_by_role("button", name="开始重算").click()

    expect(page.locator(".recomputed .tag.no")).to_have_text(
        ["中奖名单和重算的结果：不一致"]
    )
    expect(page.locator(".recomputed .tag.ok")).to_have_count(2)
