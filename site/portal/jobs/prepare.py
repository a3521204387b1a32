"""Brings a site into being, or up to date, before it is served."""

from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _


class Screen(Protocol):
    def write(self, text: str) -> object: ...


def prepare(screen: Screen) -> None:
    call_command("compile_catalogues", stdout=screen)
    if is_behind():
        screen.write(_("正在建立或更新数据库……"))
        call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", "--if-empty", stdout=screen)


def is_behind() -> bool:
    """Tell whether a migration on disk has not been applied.

    Names are enough: Django's own check imports two hundred modules for it.
    """
    applied = set(
        MigrationRecorder(connection).applied_migrations()  # empty without its table
    )
    on_disk = {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in Path(config.path).glob("migrations/[0-9]*.py")
    }
    return not on_disk <= applied
