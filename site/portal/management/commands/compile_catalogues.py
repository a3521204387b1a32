"""Compile our translations where no gettext is installed.

Babel does it, because the site depends on it already; polib would be one package more.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def is_stale(po: Path, mo: Path) -> bool:
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_catalogue(po: Path, mo: Path) -> None:
    """Write `mo`, whole or not at all: a site that is running may be reading it."""
    with po.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    draft = mo.with_suffix(".draft.mo")
    draft.write_bytes(compiled.getvalue())
    draft.replace(mo)


class Command(BaseCommand):
    help = "Compiles each .po below LOCALE_PATHS that is newer than its .mo."
    requires_system_checks = ()  # it runs before there is a database

    def handle(self, *args: Any, **options: Any) -> None:
        for root in settings.LOCALE_PATHS:
            for po in sorted(Path(root).glob("*/LC_MESSAGES/*.po")):
                mo = po.with_suffix(".mo")
                if not is_stale(po, mo):
                    continue
                try:
                    compile_catalogue(po, mo)
                except PoFileError as error:
                    raise CommandError(f"{po}: {error}") from error
                self.stdout.write(f"{po.parent.parent.name}/{mo.name}")
