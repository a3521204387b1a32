"""“这篇有用吗”: counted by page and day, and nothing kept of who said so."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from publicity.models import KnowledgePage, UsefulCount


@transaction.atomic
def count_answer(page: KnowledgePage, *, is_useful: bool) -> None:
    """Count one answer. Of two that come at once, both count."""
    count, _is_new = UsefulCount.objects.get_or_create(
        page_id=page.pk, day=timezone.localdate()
    )
    field = "yes_count" if is_useful else "no_count"
    UsefulCount.objects.filter(pk=count.pk).update(**{field: F(field) + 1})
