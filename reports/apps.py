from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the CMS may show as naming a unit or an area. Never a complaint or what came of
# it (C10), and no step of a case waits for that index.
REFERRED_TO = {
    "category",
    "family",
    "routingrule",
    "responsetemplate",
    "inspectionmandate",
}


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("投诉与督办")

    def ready(self) -> None:
        from reports.complaints.registering import register_complaints
        from reports.exposures.registering import register_exposures
        from reports.inspections.registering import register_inspections
        from reports.lists.registering import register_lists
        from reports.notices.registering import register_notices
        from reports.permissions import grant_roles
        from reports.standards.registering import register_standards

        grant_roles()
        register_complaints()
        register_standards()
        register_inspections()
        register_notices()
        register_exposures()
        register_lists()
        for model in self.get_models():
            if model._meta.model_name not in REFERRED_TO:
                setattr(model, "wagtail_reference_index_ignore", True)  # noqa: B010
