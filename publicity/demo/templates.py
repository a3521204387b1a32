"""Templates for what the newsroom writes again and again."""

from django.utils.translation import gettext as _

from portal.demo.context import Context
from publicity.demo.parts import paragraphs
from publicity.models import NewsTemplate
from publicity.workflow import NewsKind


def load_templates(context: Context) -> None:
    rows = context.read("templates")["templates"]
    kinds = {str(kind.label): kind for kind in NewsKind}
    for order, row in enumerate(rows):
        NewsTemplate.objects.get_or_create(
            name=row["name"],
            defaults={
                "kind": kinds[row["kind"]],
                "title_pattern": row["title"],
                "summary": row["summary"],
                "source": row["source"],
                "body": [paragraphs(row["body"])],
                "order": order,
            },
        )
    context.tell(_("稿件模板"), len(rows), len(rows))
