"""Everything that the rest of the house learns of contests, from `AppConfig.ready()`."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.site_maps import MapSource, register_map_source
from portal.jobs.periodic import register
from portal.search.registry import SearchColumn, SearchSource, register_source
from quizzes.bank.reserved import register_asker
from quizzes.contests.models import Contest
from quizzes.contests.services.contacting import delete_due_contacts
from quizzes.contests.services.finishing import close_overtime
from quizzes.contests.services.secrecy import pools_in_use
from quizzes.contests.workflow import ContestState
from quizzes.practice.offers import Offer, register_offer

MOST_OFFERED = 4


def register_contests() -> None:
    register("contests.close_overtime", close_overtime, every=timedelta(minutes=1))
    register("contests.delete_contacts", delete_due_contacts, every=timedelta(hours=6))
    register_source(
        SearchSource(
            key="contests",
            column=SearchColumn("contests", _("竞赛"), "/contests/", 75),
            public=Contest.objects.public,
            names=["title"],
            texts=["summary", "eligibility", "prizes"],
            date="opens_at",
            more=["slug"],
            title=lambda row: row["title"],
            address=lambda row: f"/contests/{row['slug']}/",
            note=lambda row: row["summary"],
        )
    )
    register_map_source(
        MapSource(
            key="contests",
            title=_("竞赛"),
            address="/contests/",
            rows=lambda: Contest.objects.public().order_by("-opens_at", "pk"),
        )
    )
    register_offer("contests", open_contests)
    register_asker("contests", pools_in_use)
    register_loader(
        "quizzes.contests", "quizzes.contests.demo.contests.load_contests", order=86
    )


def open_contests() -> Iterator[Offer]:
    """Tell the start page of quizzes what is open now, and what comes next."""
    now = timezone.now()
    coming = (
        Contest.objects.filter(state=ContestState.PUBLISHED, closes_at__gt=now)
        .order_by("closes_at")
        .only("title", "slug", "summary", "opens_at", "closes_at")
    )
    for each in coming[:MOST_OFFERED]:
        yield Offer(
            title=each.title,
            address=each.get_absolute_url(),
            note=each.summary,
            starts_at=each.opens_at if each.opens_at > now else None,
            ends_at=each.closes_at,
        )
