"""Knowledge, in its four parts."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.demo.pictures import Wanted, draw_pictures
from publicity.demo.parts import (
    Part,
    at,
    clauses_by_id,
    copies,
    mention_units,
    paragraphs,
    picture_part,
    rows_of,
    tag_pages,
)
from publicity.models import (
    Clause,
    KnowledgeClause,
    KnowledgeColumnPage,
    KnowledgePage,
    KnowledgeRelation,
    PsaPage,
)

SPAN = timedelta(days=60)  # a copy is as much older as the first content spans


def load_knowledge(context: Context) -> None:
    rows = context.read("knowledge")["articles"]
    covers = draw_pictures(
        context,
        [Wanted(row["id"], f"{row['title']} {' '.join(row['tags'])}") for row in rows],
    )
    clauses = clauses_by_id(context)
    cited = context.relations["knowledge_clauses"]

    def body(row: dict[str, list[str]], clause: Clause | None) -> list[Part]:
        parts = [
            paragraphs(row["body"][:2]),
            picture_part(covers[str(row["id"])]),
            paragraphs(row["body"][2:]),
        ]
        return [*parts, ("clause", {"clause": clause})] if clause else parts

    for column in KnowledgeColumnPage.objects.all():
        mine = [row for row in rows if row["column_code"] == column.slug]
        new = add_pages(
            column,
            [
                KnowledgePage(
                    title=title,
                    slug=slug,
                    summary=row["summary"],
                    source=context.units[row["author_dept"]].name,
                    author=context.units[row["author_dept"]].short_name,
                    responsible_editor=context.signature["editor"],
                    cover=covers[row["id"]],
                    body=body(row, clauses.get(cited.get(row["id"], ""))),
                    **_review_of(context, row["id"]),
                    first_published_at=at(row["published_on"], 9) - SPAN * copy,
                )
                for row in mine
                for copy, slug, title in copies(context, row)
            ],
        )
        origin = rows_of(new, mine)
        tag_pages(new, [row["tags"] for row in origin])
        mention_units(new, [[context.units[row["author_dept"]]] for row in origin])
    context.tell(_("双创知识"), len(rows), len(rows))


def _review_of(context: Context, name: str) -> dict[str, date]:
    told = context.relations
    day = told["knowledge_overdue"].get(name, told["knowledge_reviewed_on"])
    reviewed = date.fromisoformat(day)
    due = reviewed + timedelta(days=told["knowledge_review_days"])
    return {"last_reviewed_on": reviewed, "review_due_on": due}


def link_knowledge(context: Context) -> None:
    """Join the articles with the clauses they explain, and with what goes with them."""
    clauses = clauses_by_id(context)
    pages = {
        name: pk
        for model in (KnowledgePage, PsaPage)
        for pk, name in model.objects.values_list("pk", "slug")
    }
    explained = context.relations["knowledge_explains"]
    related = context.relations["knowledge_related"]
    # What `--scale` copied is linked as the first of it is.
    articles = [
        (slug.split("-")[0].upper(), pk)
        for pk, slug in KnowledgePage.objects.values_list("pk", "slug")
    ]
    KnowledgeClause.objects.bulk_create(
        (
            KnowledgeClause(page_id=pk, clause=clauses[name], sort_order=place)
            for code, pk in articles
            for place, name in enumerate(explained.get(code, ()))
            if name in clauses
        ),
        ignore_conflicts=True,
    )
    KnowledgeRelation.objects.bulk_create(
        (
            KnowledgeRelation(
                page_id=pk, related_id=pages[name.lower()], sort_order=place
            )
            for code, pk in articles
            for place, name in enumerate(related.get(code, ()))
            if name.lower() in pages
        ),
        ignore_conflicts=True,
    )
    context.tell(_("知识的联系"), len(articles), len(articles))
