"""Bodies of news: the paragraphs of the data with what `relations.yaml` adds to them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook
from wagtail.models import Collection, Page

from portal.demo.context import Context
from portal.images.models import Attachment, Picture
from publicity.demo.parts import Part, paragraphs, picture_part, table_part
from publicity.models import Clause


@dataclass(frozen=True)
class Workshop:
    """What bodies are made with."""

    context: Context
    clauses: Mapping[str, Clause]
    pictures: Mapping[str, Picture]
    linked: Mapping[str, Page]  # by slug

    def body(self, row: dict[str, Any]) -> list[Part]:
        """Lay out one item: the lead stands in the summary already."""
        added = self.context.relations["news"].get(row["id"], {})
        parts = self._told(row["body"], added.get("quote"))
        after_first = []
        if "facts" in added:
            after_first.append(_facts(added["facts"]))
        if "picture" in added:
            after_first.append(picture_part(self.pictures[f"{row['id']}-1"]))
        if "gallery" in added:
            after_first.append(self._gallery(row["id"], len(added["gallery"])))
        parts[1:1] = after_first
        if "ranking" in added:
            parts += self._ranking(added["ranking"])
        if "rates" in added:
            parts.append(self._rates())
        if "areas" in added:
            parts.append(self._areas())
        if "clause" in added:
            parts.append(("clause", {"clause": self.clauses[added["clause"]]}))
        if "link" in added:
            parts.append(("page", {"page": self.linked[added["link"].lower()]}))
        return parts

    def _told(self, texts: list[str], quote: dict[str, str] | None) -> list[Part]:
        """Return the text, with what somebody said taken out of it as a quotation."""
        parts: list[Part] = []
        for text in texts:
            before, cut, after = text.partition(quote["cut"] if quote else "\n")
            parts.append(paragraphs(filter(None, [before])))
            if quote and cut:
                said = {"text": quote["text"], "who": quote["who"]}
                parts += [("quote", said), paragraphs(filter(None, [after]))]
        return _joined(parts)

    def _gallery(self, key: str, count: int) -> Part:
        pictures = [
            picture_part(self.pictures[f"{key}-{number}"])[1]
            for number in range(1, count + 1)
        ]
        return "gallery", {"pictures": pictures}

    def _ranking(self, name: str) -> list[Part]:
        words = self.context.relations["words"]
        period = next(
            found
            for found in self.context.read("leaderboard")["periods"]
            if found["period"] == name
        )
        heads = dict(
            zip(words["ranking_heads"], ("number", "text", "number"), strict=True)
        )
        rows = [
            [place["rank"], self.context.areas[place["area"]].name, place["average"]]
            for place in period["ranking"]
        ]
        with (self.context.folder / "inspections.csv").open(encoding="utf-8") as file:
            head, *days = csv.reader(file)
        written = StringIO()
        csv.writer(written).writerows(
            [
                head,
                *(day for day in days if period["start"] <= day[0] <= period["end"]),
            ]
        )
        return [
            table_part(words["ranking"].format(period=name), heads, rows),
            _attachment(
                words["ranking_file"].format(period=name),
                "scores.csv",
                # The mark tells spreadsheets that this is UTF-8.
                written.getvalue().encode("utf-8-sig"),
            ),
        ]

    def _rates(self) -> Part:
        words, rates = self.context.relations["words"], self.context.relations["rates"]
        heads = dict(zip(words["rates_heads"], ("text", "number"), strict=True))
        rows = [[point["as_of"], point["actual"]] for point in rates["points"]]
        return table_part(words["rates"], heads, rows)

    def _areas(self) -> Part:
        words = self.context.relations["words"]
        book = Workbook()
        sheet = book.active
        sheet.append(words["areas_heads"])
        for area in self.context.areas.values():
            sheet.append([area.code, area.name, area.lead_unit.name, area.shop_count])
        stream = BytesIO()
        book.save(stream)
        return _attachment(words["areas_file"], "areas.xlsx", stream.getvalue())


def _joined(parts: list[Part]) -> list[Part]:
    """Put neighbouring texts together, but leave the first paragraph by itself."""
    joined: list[Part] = parts[:1]
    for kind, value in parts[1:]:
        if kind == "text" and not value:
            continue
        if kind == "text" and len(joined) > 1 and joined[-1][0] == "text":
            joined[-1] = ("text", joined[-1][1] + value)
        else:
            joined.append((kind, value))
    return joined


def _facts(facts: dict[str, Any]) -> Part:
    rows = [{"label": name, "value": value} for name, value in facts["rows"].items()]
    return "facts", {"title": facts["title"], "facts": rows}


def _attachment(title: str, name: str, content: bytes) -> Part:
    document = Attachment.objects.filter(title=title).first()
    if document is None:
        document = Attachment(
            title=title,
            file=ContentFile(content, name=name),
            file_size=len(content),
            collection=Collection.get_first_root_node(),
        )
        document._set_file_hash()
        document.save()
    return "attachment", {"document": document, "label": ""}
