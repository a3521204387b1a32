"""Fill the site with the demonstration county."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import hooks

from portal.demo.context import Context
from portal.demo.registry import loaders
from portal.home.models import HomePage
from portal.users.roles import sync_roles

BAR = 30


class Command(BaseCommand):
    help = "Load the demonstration county. May be run again: what is there stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, metavar="N", help="N times the content"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there is a home page"
        )
        parser.add_argument("--picture-width", type=int, default=1280, metavar="PIXELS")
        parser.add_argument(
            "--films",
            choices=["now", "later", "none"],
            default="later",
            help="make them here, leave them to the worker, or do without",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale is at least 1.")
        if options["if_empty"] and HomePage.objects.exists():
            return
        # The snippets that hooks register are among those whose references count.
        hooks.search_for_hooks()
        began = time.monotonic()
        context = Context(
            tell=self.tell,
            scale=options["scale"],
            picture_width=options["picture_width"],
            films=options["films"],
        )
        # All or nothing: after a broken start `--if-empty` begins anew.
        with transaction.atomic():
            for _name, load in loaders():
                load(context)
            sync_roles()
            self.tell(_("搜索索引"), 0, 2)
            call_command("update_index", verbosity=0)
            self.tell(_("搜索索引"), 1, 2)
            call_command("rebuild_references_index", verbosity=0)
            self.tell(_("搜索索引"), 2, 2)
        seconds = round(time.monotonic() - began)
        self.stdout.write(_("演示县已载入，用时%(seconds)s秒。") % {"seconds": seconds})

    def tell(self, what: str, done: int, total: int) -> None:
        """Draw one line of progress; on paper and in logs only the end of each."""
        share = done / total if total else 1.0
        if sys.stderr.isatty():
            bar = "█" * round(share * BAR)
            end = "\n" if share == 1 else ""
            self.stderr.write(f"\r{what} {bar:{BAR}} {share:4.0%}", ending=end)
            self.stderr.flush()
        elif share == 1:
            self.stderr.write(f"{what} {total}")
