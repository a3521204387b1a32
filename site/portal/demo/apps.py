from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
    verbose_name = _("演示内容")

    def ready(self) -> None:
        from portal.demo.registry import register_loader

        for order, path in enumerate(
            (
                "directory.load_units",
                "directory.load_areas",
                "directory.load_streets",
                "standards.load_standards",
                "standards.load_standard_sets",
                "site.load_site",
            ),
            start=10,
        ):
            name = path.partition(".load_")[2]
            register_loader(name, f"portal.demo.{path}", order=order)
