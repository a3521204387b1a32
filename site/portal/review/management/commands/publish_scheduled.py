"""Wagtail's command, by our gate: one refused page stops no other."""

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from portal.review.services import publish_due


class Command(WagtailCommand):
    help = "Publish and expire what is due."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            publish_due()
