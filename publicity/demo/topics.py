"""The special campaigns (S-07) and the six small trades (S-06), with figures.

The rates of the six small trades are those that the news report, on the days that
they report them. The other campaigns count the notices that were closed.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from publicity.demo.parts import Part, at, mention_units, tag_pages
from publicity.models import TopicFigure, TopicIndexPage, TopicPage

# The rankings' half months end on these days.
COUNTED_ON = ("2026-09-30", "2026-10-15", "2026-10-31", "2026-11-15", "2026-11-20")
ALL = Decimal(100)

Rows = list[dict[str, Any]]


def load_topics(context: Context) -> None:
    campaigns = context.relations["campaigns"]
    words = context.relations["topic_words"]
    categories: dict[str, Rows] = defaultdict(list)
    for category in context.read("categories")["categories"]:
        categories[category["campaign"]].append(category)
    covers = draw_pictures(
        context,
        [
            Wanted(f"topic-{code}", f"{topic['name']} {topic['goal']}")
            for code, topic in campaigns.items()
        ],
    )
    new = add_pages(
        TopicIndexPage.objects.get(),
        [
            TopicPage(
                title=words["title"].format(**topic),
                slug=topic["slug"],
                summary=words["summary"].format(**topic),
                source=context.signature["office"],
                author=context.units["SCB"].short_name,
                responsible_editor=context.signature["editor"],
                cover=covers[f"topic-{code}"],
                body=[_problems(words, categories[code])],
                first_published_at=at("2026-09-22", 9),
            )
            for code, topic in campaigns.items()
        ],
    )
    codes = {topic["slug"]: code for code, topic in campaigns.items()}
    tag_pages(new, [campaigns[codes[page.slug]]["tags"] for page in new])
    mention_units(
        new,
        [
            [context.units[row["unit"]] for row in categories[codes[page.slug]]]
            for page in new
        ],
    )
    notices = context.read("notices")["notices"]
    for page in new:
        code = codes[page.slug]
        if code == context.relations["rates"]["campaign"]:
            figures = _reported(context, page)
        else:
            kinds = {row["code"] for row in categories[code]}
            mine = [row for row in notices if row["category"] in kinds]
            figures = _counted(words["measured"], page, mine)
        TopicFigure.objects.bulk_create(figures)
    context.tell(_("专项整治"), len(campaigns), len(campaigns))


def _problems(words: dict[str, str], categories: Rows) -> Part:
    items = "".join(
        "<li>{}</li>".format(
            escape(
                words["problem"].format(
                    name=row["name"],
                    description=row["description"],
                    days=row["deadline_workdays"],
                )
            )
        )
        for row in categories
    )
    return "text", f"<h2>{words['problems']}</h2><ul>{items}</ul>"


def _reported(context: Context, page: TopicPage) -> list[TopicFigure]:
    rates = context.relations["rates"]
    return [
        TopicFigure(
            page=page,
            sort_order=order,
            label=rates["label"],
            target=Decimal(rates["target"]),
            actual=Decimal(str(point["actual"])),
            as_of=date.fromisoformat(point["as_of"]),
        )
        for order, point in enumerate(rates["points"])
    ]


def _counted(label: str, page: TopicPage, notices: Rows) -> list[TopicFigure]:
    """Count, day by day, which of the notices issued by then were closed by then."""
    figures = []
    for order, day in enumerate(COUNTED_ON):
        issued = [row for row in notices if row["issued"] <= day]
        closed = [row for row in issued if row["closed_on"] and row["closed_on"] <= day]
        if issued:
            rate = ALL * len(closed) / len(issued)
            figures.append(
                TopicFigure(
                    page=page,
                    sort_order=order,
                    label=label,
                    target=ALL,
                    actual=rate.quantize(Decimal("0.1")),
                    as_of=date.fromisoformat(day),
                )
            )
    return figures
