"""The columns below the home page."""

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.site import OPENED_AT
from portal.home.models import HomePage
from portal.pages import ColumnPage
from publicity.models import (
    AboutIndexPage,
    EpisodeIndexPage,
    KnowledgeColumnPage,
    KnowledgeIndexPage,
    NewsIndexPage,
    PsaIndexPage,
    TopicIndexPage,
)

MODELS: dict[str, type[ColumnPage]] = {
    "news": NewsIndexPage,
    "episodes": EpisodeIndexPage,
    "psa": PsaIndexPage,
    "topics": TopicIndexPage,
    "knowledge": KnowledgeIndexPage,
    "about": AboutIndexPage,
}


def load_columns(context: Context) -> None:
    told = context.read("site")
    home = HomePage.objects.get()
    for row in told["columns"]:
        model = MODELS[row["slug"]]
        if not model.objects.exists():
            add_pages(
                home,
                [model(first_published_at=OPENED_AT, show_in_menus=True, **row)],
            )
    add_pages(
        KnowledgeIndexPage.objects.get(),
        [
            KnowledgeColumnPage(first_published_at=OPENED_AT, show_in_menus=True, **row)
            for row in told["parts"]
        ],
    )
    count = len(told["columns"]) + len(told["parts"])
    context.tell(_("栏目"), count, count)
