"""Everything that the rest of the house learns of practice, from `AppConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from portal.frame.navigation import Entry, register_entry
from portal.frame.site_maps import MapSource, register_map_source
from portal.home.sections import Section, fill_place
from quizzes.practice.drawing import practised_pools
from quizzes.practice.public.home import today


def register_practice() -> None:
    register_entry(
        Entry(
            label=_("文明答题"),
            address="/quizzes/",
            order=75,
            group=_("办"),
            dock="tick",
            short=_("答题"),
        )
    )
    fill_place("quizzes", Section(template="quizzes/practice/home.html", context=today))
    register_map_source(
        MapSource(
            key="quizzes",
            title=_("文明答题"),
            address="/quizzes/",
            rows=practised_pools,
            address_of=lambda pool: f"/quizzes/sets/{pool.slug}/",
            name_of=lambda pool: str(pool.name),
        )
    )
