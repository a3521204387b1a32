from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.home.models import HomePage
from reports.complaints.models import Category
from tests.reports.make_form import filled, make_form_rules, open_form, press


@pytest.fixture
def category(home_page: HomePage) -> Category:
    return make_form_rules()


@pytest.fixture
def send_form(client: Client, category: Category) -> Any:
    """Return what opens the form, waits as people do, and sends it."""

    def send(**fields: Any) -> Any:
        page = open_form(client)
        with time_machine.travel(timedelta(seconds=20), tick=True):
            return press(client, filled(page, **fields))

    return send
