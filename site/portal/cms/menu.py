from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class ForRole(MenuItem):
    """An entry for those who may use what it leads to.

    `permission` is named in full, e.g. `quizzes.view_contest`.
    """

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)
