from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "portal.evidence"
    label = "evidence"
    verbose_name = _("证据")

    def ready(self) -> None:
        from portal.evidence.services.housekeeping import forget_unheld, sweep_files
        from portal.jobs.periodic import register

        register("forget_unheld_evidence", forget_unheld, every=timedelta(days=1))
        register("sweep_evidence_files", sweep_files, every=timedelta(days=1))
