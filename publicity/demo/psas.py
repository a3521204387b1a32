"""The public-service advertisements, with all particulars of TV-05."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from publicity.demo.parts import at, mention_units, rows_of, tag_pages
from publicity.models import PsaIndexPage, PsaPage


def load_psas(context: Context) -> None:
    rows = context.read("psas")["psas"]
    told = context.read("site")["advertisements"]
    covers = draw_pictures(
        context,
        [
            Wanted(row["id"], f"{row['title']} {row['theme']} {row['script']}")
            for row in rows
        ],
    )
    new = add_pages(
        PsaIndexPage.objects.get(),
        [
            PsaPage(
                title=row["title"],
                slug=row["id"].lower(),
                summary=row["script"],
                source=context.units[row["produced_by"]].name,
                author=row["author"],
                responsible_editor=context.signature["tv_editor"],
                cover=covers[row["id"]],
                slogan=re.sub("([，。])(?=.)", r"\1/", row["slogan"]),
                theme=row["theme"],
                script=row["script"],
                duration=row["duration_seconds"],
                language=told["language"],
                producer=context.units[row["produced_by"]].name,
                rights_holder=context.units[row["produced_by"]].name,
                licence=told["licence"],
                source_library=told["library"],
                approval_number=told["approval"].format(number=number),
                placements="、".join(row["placement"]),
                valid_from=date.fromisoformat(row["on_air_from"]),
                valid_to=date.fromisoformat(row["on_air_from"])
                + timedelta(days=told["shown_for_days"]),
                first_published_at=at(row["on_air_from"], 6),
            )
            for number, row in enumerate(rows, start=1)
        ],
    )
    origin = rows_of(new, rows)
    tag_pages(new, [[row["theme"]] for row in origin])
    mention_units(new, [[context.units[row["produced_by"]]] for row in origin])
    context.tell(_("公益广告"), len(rows), len(rows))
