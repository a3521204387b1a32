"""Commendations are found by who was commended, for what and where."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.search.registry import SearchColumn, SearchSource, register_source
from reports.lists.models import Commendation

COLUMN = SearchColumn("lists", _("红黑榜"), "/lists/", 65)


def register_search_sources() -> None:
    register_source(
        SearchSource(
            key="commendations",
            column=COLUMN,
            public=Commendation.objects.public,
            names=["name"],
            texts=["citation"],
            date="awarded_on",
            more=["number", "area__name"],
            title=lambda row: row["name"],
            address=lambda row: reverse(
                "unit_lists:commendation", args=[row["number"]]
            ),
            note=lambda row: row["area__name"],
        )
    )
