from django.db import migrations

# SC-04: the time of first publication cannot be moved, whoever tries. The
# indexes are those that Wagtail lacks: addresses are looked up whole, children
# by depth and path (performance.md).
SQLITE = [
    """
    CREATE TRIGGER page_first_published_once BEFORE UPDATE OF first_published_at
    ON wagtailcore_page
    WHEN OLD.first_published_at IS NOT NULL
         AND NEW.first_published_at IS NOT OLD.first_published_at
    BEGIN SELECT RAISE(ABORT, 'first_published_at cannot change'); END
    """,
    "CREATE INDEX wagtailcore_page_url_path_idx ON wagtailcore_page (url_path)",
    "CREATE INDEX wagtailcore_page_depth_path_idx ON wagtailcore_page (depth, path)",
]
POSTGRESQL = [
    """
    CREATE FUNCTION page_first_published_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'first_published_at cannot change'; END $$
    """,
    """
    CREATE TRIGGER page_first_published_once BEFORE UPDATE OF first_published_at
    ON wagtailcore_page FOR EACH ROW
    WHEN (OLD.first_published_at IS NOT NULL
          AND NEW.first_published_at IS DISTINCT FROM OLD.first_published_at)
    EXECUTE FUNCTION page_first_published_refuse()
    """,
    """
    CREATE INDEX wagtailcore_page_url_path_idx
    ON wagtailcore_page (url_path varchar_pattern_ops)
    """,
    """
    CREATE INDEX wagtailcore_page_depth_path_idx
    ON wagtailcore_page (depth, path varchar_pattern_ops)
    """,
]


def apply(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(apply, migrations.RunPython.noop)]
