from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def keep_write_ahead_log(using: str, **kwargs: Any) -> None:
    """Put SQLite into WAL mode, once: the mode persists in the file.

    Set at each connection it raises "database is locked" under load.
    """
    from django.db import connections

    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal.permissions import grant_roles

        grant_roles()
        post_migrate.connect(keep_write_ahead_log, sender=self)
