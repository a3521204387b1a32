from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def sync_workflow_after_migrate(**kwargs: Any) -> None:
    from django.db import connection

    from portal.review.workflow import sync_workflow

    # `migrate APP` may leave the tables of other applications for later.
    if "review_reviewtask" in connection.introspection.table_names():
        sync_workflow()


class ReviewConfig(AppConfig):
    name = "portal.review"
    label = "review"
    verbose_name = _("三审三校")

    def ready(self) -> None:
        # The last application to be migrated sends the last signal.
        from django.apps import apps

        from portal.review.records import connect
        from portal.review.rules import register_rules
        from portal.users.roles import Role, grant, permission_names

        register_rules()
        connect()
        for role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
            grant(role, permission_names("review.wording"))
        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(sync_workflow_after_migrate, sender=last)
