"""Forget who sent what was closed long ago; or show what would be forgotten."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.complaints.services.contacts import anonymise


class Command(BaseCommand):
    help = "Delete contact data, exact places and original texts of closed complaints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, help="closed longer ago than this")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days is not None and days < 0:
            raise CommandError("--days is not negative.")
        numbers = anonymise(days=days, is_dry_run=options["dry_run"])
        for number in numbers:
            self.stdout.write(number)
        said = _("将匿名化%s件。") if options["dry_run"] else _("已匿名化%s件。")
        self.stdout.write(said % len(numbers))
