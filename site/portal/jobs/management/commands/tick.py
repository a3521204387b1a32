from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.jobs.periodic import tick


class Command(BaseCommand):
    help = "Runs the periodic jobs that are due: scheduled publishing, cleaning up."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = tick()
        for name in outcome:
            self.stdout.write(name)
        if failed := [name for name, went_well in outcome.items() if not went_well]:
            raise CommandError(", ".join(failed))
