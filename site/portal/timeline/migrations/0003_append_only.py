from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER timeline_event_no_{verb} BEFORE {verb} ON timeline_event
    BEGIN SELECT RAISE(ABORT, 'timeline_event is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE FUNCTION timeline_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'timeline_event is append-only'; END $$
    """,
    """
    CREATE TRIGGER timeline_event_append_only BEFORE UPDATE OR DELETE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_event_refuse()
    """,
]


def forbid_changes(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_initial")]
    operations = [migrations.RunPython(forbid_changes, migrations.RunPython.noop)]
