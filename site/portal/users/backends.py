"""Who somebody is and what he may do, in two queries a request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from portal.users.models import User


class StaffBackend(ModelBackend):
    """Django's own answers, asked for at once and kept with the request's user."""

    def authenticate(self, *args: Any, **kwargs: Any) -> Any:
        user = super().authenticate(*args, **kwargs)
        if user is None:
            # Django's own backend, which older sessions name, would hash it again.
            raise PermissionDenied
        return user

    def get_user(self, user_id: Any) -> User | None:
        # Every page of the CMS looks for a language and a time zone in the profile.
        user: User | None = (
            User.objects.select_related("wagtail_userprofile")
            .filter(pk=user_id)
            .first()
        )
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        # The name is Django's: its own backend, asked after this one, finds it here.
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {
                f"{app_label}.{codename}" for app_label, codename in _held_by(user_obj)
            }
        known: set[str] = user_obj._perm_cache
        return known


def _held_by(user: Any) -> Any:
    named = Permission.objects.order_by().values_list(
        "content_type__app_label", "codename"
    )
    if user.is_superuser:
        return named
    return named.filter(group__user=user).union(named.filter(user=user))
