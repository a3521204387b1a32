"""Fill in and send the form as a resident's browser does."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from reports.complaints.models import Category
from tests.reports.make import make_category, make_notice

ADDRESS = "/complaints/new/"
WORDS = "桶满了三天没人拉，旁边就是公交站。"


def make_form_rules(**fields: Any) -> Category:
    make_notice()
    return make_category(**fields)


def open_form(client: Client) -> BeautifulSoup:
    response = client.get(ADDRESS)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def fields_of(page: BeautifulSoup, form: str = "#report") -> dict[str, Any]:
    """Return what a browser would send of a form, without its buttons and files."""
    sent: dict[str, Any] = {}
    for field in one(page, form).select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type", "")
        if kind == "file":
            continue
        if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            value = field.text
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            value = str(chosen["value"]) if chosen else ""
        else:
            value = str(field.get("value", "on"))
        if name == "photo_token":
            sent.setdefault(name, []).append(value)
        else:
            sent[name] = value
    return sent


def filled(page: BeautifulSoup, **fields: Any) -> dict[str, Any]:
    return {
        **fields_of(page),
        "place_text": "北环路东段，加油站往西五十米",
        "family": "dumping",
        "text": WORDS,
        **fields,
    }


def press(client: Client, sent: dict[str, Any]) -> Any:
    return client.post(ADDRESS, sent)


def told(response: Any) -> str:
    """Return what a person reads of a page."""
    page = BeautifulSoup(response.content, "html.parser")
    main = page.select_one("main")
    return re.sub(r"\s+", " ", main.get_text(" ") if main else "")


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found
