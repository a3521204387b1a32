"""What a person may do with a page in the CMS, besides what the groups say."""

from wagtail.models import PagePermissionTester

from portal.review.levels import roles_of
from portal.users.roles import Role

MAY_RELEASE_COLUMNS = {Role.CHIEF_EDITOR.value, Role.ADMINISTRATOR.value}


class ColumnRights(PagePermissionTester):
    """A column is set up by the chief editor; nothing below it goes live at once."""

    def has_right(self, name: str) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or name in self.permissions

    def can_publish(self) -> bool:
        return self.has_right("publish") and (
            self.user.is_superuser or bool(roles_of(self.user) & MAY_RELEASE_COLUMNS)
        )

    def can_add_subpage(self) -> bool:
        # The right first: it is known, what may stand here is asked for.
        return self.has_right("add") and bool(super().can_add_subpage())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # As Wagtail decides it, asking what is public below only where that matters.
        if self.page.live and not self.has_right("publish"):
            return False
        if not self.page.is_leaf():
            return bool(super().can_delete(ignore_bulk))
        return self.has_right("change") or (
            self.has_right("add") and self.page.owner_id == self.user.pk
        )

    def page_locked(self) -> bool:
        # A list takes what is under review for locked: whose turn it is costs five
        # queries a row, and stands on the page's own screen.
        if getattr(self.page, "is_row", False) and self.page.workflow_in_progress:
            return True
        return bool(super().page_locked())

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return self.has_right("publish")

    def can_unschedule(self) -> bool:
        return self.has_right("publish")


class ReviewedRights(ColumnRights):
    """An item goes live by its reviews alone, so nobody has a button for it (E1)."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        # No lock keeps online what has to go: not a correction in review, nor a time
        # set for it (E3).
        return bool(self.page.live) and self.has_right("publish")

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # What was once public is taken down: a stub stays at its address (E3).
        if self.page.first_published_at:
            return False
        return bool(super().can_delete(ignore_bulk))
