from typing import Any

from wagtail.admin.panels import Panel

from portal.review.gate import latest_findings


class FindingsPanel(Panel):
    """Tells the editor early what would keep the page from going live."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "review/findings_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(latest_findings(self.instance))

        def get_context_data(
            self, parent_context: dict[str, Any] | None = None
        ) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "findings": latest_findings(self.instance)}
