"""Public notices are found by number, title and what is asked for.

Indexed when they are issued or made public, not at each of their steps; whether one
may be shown is asked with each search.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.search.registry import SearchColumn, SearchSource, register_source
from reports.notices.models import RectificationNotice

COLUMN = SearchColumn("notices", _("整改督办"), "/notices/", 75)
INDEXED = {"number", "title", "requirement", "is_public"}


def register_search_sources() -> None:
    post_save.connect(_index_what_is_public, sender=RectificationNotice)
    register_source(
        SearchSource(
            key="notices",
            column=COLUMN,
            public=RectificationNotice.objects.public,
            names=["number", "title"],
            texts=["requirement"],
            date="issued_at",
            more=["year", "sequence", "unit__short_name"],
            title=lambda row: f"{row['title']} {row['number']}",
            address=lambda row: reverse(
                "open_notices:notice", args=[f"{row['year']}-{row['sequence']}"]
            ),
            note=lambda row: row["unit__short_name"],
        )
    )


def _index_what_is_public(
    instance: RectificationNotice,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    changed = INDEXED if update_fields is None else INDEXED & update_fields
    if instance.is_public and changed and not raw:
        transaction.on_commit(partial(index.insert_or_update_object, instance))
