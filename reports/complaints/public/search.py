"""Published complaints are found by number, words, place and category.

Wagtail would index again at each step of each complaint; what is found changes only
when a moderator gives out a text. Whether it may be shown is asked with each search.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.search.registry import SearchColumn, SearchSource, register_source
from reports.complaints.models import Complaint

COLUMN = SearchColumn("complaints", _("随手拍"), "/complaints/", 70)
INDEXED = {"number", "text_public"}


def register_search_sources() -> None:
    post_save.connect(_index_what_was_given_out, sender=Complaint)
    register_source(
        SearchSource(
            key="complaints",
            column=COLUMN,
            public=Complaint.objects.public,
            names=["number"],
            texts=["text_public"],
            date="published_on",
            more=["category__name", "area__name", "unit__short_name"],
            title=lambda row: f"{row['category__name']} {row['number']}",
            address=lambda row: reverse(
                "open_complaints:complaint", args=[row["number"]]
            ),
            note=lambda row: f"{row['area__name']} {row['unit__short_name']}".strip(),
        )
    )


def _index_what_was_given_out(
    instance: Complaint,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    changed = INDEXED if update_fields is None else INDEXED & update_fields
    if instance.is_published and changed and not raw:
        transaction.on_commit(partial(index.insert_or_update_object, instance))
