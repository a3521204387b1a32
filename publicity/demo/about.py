"""The pages about the site itself."""

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from publicity.demo.parts import Part, at
from publicity.models import AboutIndexPage, AboutPage


def load_about(context: Context) -> None:
    rows = context.read("pages")["pages"]
    pictures = draw_pictures(
        context,
        [Wanted(row["slug"], f"{row['title']} {row['summary']}") for row in rows],
    )
    add_pages(
        AboutIndexPage.objects.get(),
        [
            AboutPage(
                title=row["title"],
                slug=row["slug"],
                summary=row["summary"],
                source=context.signature["office"],
                author=context.units["SCB"].short_name,
                responsible_editor=context.signature["editor"],
                cover=pictures[row["slug"]],
                first_published_at=at(row["updated_on"]),
                body=[_section(**section) for section in row["sections"]],
            )
            for row in rows
        ],
    )
    context.tell(_("说明页"), len(rows), len(rows))


def _section(
    heading: str, paragraphs: list[str], links: Sequence[tuple[str, str]] = ()
) -> Part:
    texts = "".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    texts += "".join(
        f'<p><a href="{escape(address)}">{escape(label)}</a></p>'
        for label, address in links
    )
    return "text", f"<h2>{escape(heading)}</h2>{texts}"
