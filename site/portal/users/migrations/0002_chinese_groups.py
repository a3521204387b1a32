from django.db import migrations


def take_over_groups(apps, schema_editor):
    """Give Wagtail's two groups and its moderation workflow the names of our roles.

    `sync_roles` then gives them the rights of those roles.
    """
    group = apps.get_model("auth", "Group")
    group.objects.filter(name="Editors").update(name="网站编辑")
    group.objects.filter(name="Moderators").update(name="审核员")
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(
            name="Moderators approval"
        ).update(name="审核")


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [migrations.RunPython(take_over_groups, migrations.RunPython.noop)]
