from typing import Any

from portal.cms import menu


class ForRole(menu.ForRole):
    """An entry for those who have a right of this application, e.g. `view_complaint`."""

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, f"reports.{permission}", **kwargs)
