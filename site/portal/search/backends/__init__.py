"""Wagtail's database search, made to find Chinese; one module for each database."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 -- Wagtail's name for it
    match connection.vendor:
        case "sqlite":
            from portal.search.backends import sqlite  # noqa: PLC0415

            return sqlite.SearchBackend(params)
        case "postgresql":
            from portal.search.backends import postgres  # noqa: PLC0415

            return postgres.SearchBackend(params)
        case vendor:
            raise ImproperlyConfigured(f"There is no search for {vendor}.")
