"""Exposures are found by their words, their unit and their place."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.search.registry import SearchColumn, SearchSource, register_source
from reports.exposures.models import Exposure

COLUMN = SearchColumn("exposures", _("曝光台"), "/exposures/", 65)


def register_search_sources() -> None:
    register_source(
        SearchSource(
            key="exposures",
            column=COLUMN,
            public=Exposure.objects.public,
            names=["title"],
            texts=["headline", "facts"],
            date="published_at",
            more=["batch__number", "number", "unit__short_name", "business_sign"],
            title=lambda row: row["title"],
            address=lambda row: reverse(
                "exposures:exposure", args=[row["batch__number"], row["number"]]
            ),
            note=lambda row: (
                row["unit__short_name"] or row["business_sign"] or _now("不文明现象")
            ),
        )
    )
