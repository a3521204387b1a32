from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.blocks import BodyBlock


class LinkedClauseBlock(blocks.StructBlock):
    clause = SnippetChooserBlock("publicity.Clause", label=_("条款"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("引用条款")
        template = "blocks/linked_clause.html"

    def bulk_to_python(self, values: Sequence[dict[str, Any]]) -> list[Any]:
        """Fetch all clauses of a text in one query, and whether each is law today."""
        clauses = (
            self.child_blocks["clause"]
            .model_class.objects.telling_if_in_force(timezone.localdate())
            .in_bulk([value.get("clause") for value in values])
        )
        return [
            self._to_struct_value([("clause", clauses.get(value.get("clause")))])
            for value in values
        ]


class ArticleBlock(BodyBlock):
    clause = LinkedClauseBlock()
