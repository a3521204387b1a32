"""Publish exposures from the shell: through the same gate as everywhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.users.models import User
from reports.exposures.models import ExposureBatch
from reports.exposures.services.publishing import publish_batch


class Command(BaseCommand):
    help = (
        "Publish what a batch of exposures holds; what is refused stays, with reasons."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, help="the number of the batch")
        parser.add_argument("--by", required=True, help="the account that publishes")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ExposureBatch.objects.filter(number=options["batch"]).first()
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if batch is None:
            raise CommandError(f"There is no batch {options['batch']}.")
        if by is None:
            raise CommandError(f"Nobody may log in as {options['by']}.")
        done, refused = publish_batch(batch, by=by)
        for exposure in done:
            self.stdout.write(f"+ {exposure.get_absolute_url()} {exposure}")
        for exposure, why in refused:
            self.stdout.write(f"- {exposure}: {why}")
        if refused:
            raise CommandError(f"{len(refused)} refused.")
