"""A database by its address."""

from typing import Any

import dj_database_url

POSTGRESQL = "portal.postgresql"


def at(url: str) -> dict[str, Any]:
    """Return Django's settings for it. A line is kept for a minute.

    A new connection for each request costs PostgreSQL more than the request.
    """
    found: dict[str, Any] = {
        **dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    }
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["ENGINE"] = POSTGRESQL
    return found
