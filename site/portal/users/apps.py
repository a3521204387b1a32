from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


def sync_roles_after_migrate(**kwargs: Any) -> None:
    from django.db import connection

    from portal.users.roles import sync_roles

    # `migrate APP` may leave the tables of other applications for later.
    if "wagtailcore_grouppagepermission" in connection.introspection.table_names():
        sync_roles()


def grant_below_column(
    sender: type, instance: Any, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Give the roles their rights below a column that an administrator has just made."""
    from portal.users.roles import grant_below, is_granted

    if created and not raw and is_granted(sender):
        grant_below(instance)


class UsersConfig(AppConfig):
    name = "portal.users"
    label = "users"
    verbose_name = _("用户")

    def ready(self) -> None:
        # The last application to be migrated sends the last signal.
        from django.apps import apps

        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(sync_roles_after_migrate, sender=last)
        post_save.connect(grant_below_column)
