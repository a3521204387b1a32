"""What the desk works by: categories, notice, templates, routing."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from publicity.demo.parts import clauses_by_id
from reports.complaints.models import (
    Category,
    Family,
    PrivacyNotice,
    ResponseTemplate,
    RoutingRule,
)


def load_rules(context: Context) -> None:
    told = context.read("complaint_rules")
    if not Family.objects.exists():
        _load_families(told)
        _load_categories(context, told)
        _load_words(context, told)
        _load_routing(context, told)
    context.tell(_("投诉类别和规则"), 1, 1)


def _load_families(told: dict[str, Any]) -> None:
    Family.objects.bulk_create(
        Family(
            code=row["code"],
            name=row["name"],
            hint=row["hint"],
            icon=row["icon"],
            position=position,
        )
        for position, row in enumerate(told["families"])
    )


def _load_categories(context: Context, told: dict[str, Any]) -> None:
    rows = {
        row["code"]: row
        for row in [*context.read("categories")["categories"], *told["more_categories"]]
    }
    families = {family.code: family for family in Family.objects.all()}
    order = [
        (family["code"], code)
        for family in told["families"]
        for code in family["categories"]
    ]
    made = Category.objects.bulk_create(
        Category(
            family=families[family],
            code=code,
            name=rows[code]["name"],
            national_name=rows[code].get("national_name")
            or (rows[code].get("gbt") or {}).get("minor_name", ""),
            description=rows[code]["description"],
            unit=context.units[rows[code]["unit"]],
            limit=rows[code]["deadline_workdays"],
            filing_standard=told["standards"]["filing"],
            closing_standard=told["standards"]["closing"],
            emergency_note=told["emergency"].get(code, ""),
            position=position,
        )
        for position, (family, code) in enumerate(order)
    )
    clauses = clauses_by_id(context)
    through = Category.clauses.through
    through._default_manager.bulk_create(
        through(category_id=category.pk, clause_id=clauses[named].pk)
        for category in made
        for named in rows[category.code].get("clauses", [])
        if named in clauses
    )


def _load_words(context: Context, told: dict[str, Any]) -> None:
    notice = told["privacy_notice"]
    PrivacyNotice.objects.create(
        version=notice["version"],
        text=notice["text"],
        effective_from=datetime.fromisoformat(notice["effective_from"]),
    )
    categories = {category.code: category for category in Category.objects.all()}
    ResponseTemplate.objects.bulk_create(
        ResponseTemplate(
            title=row["title"],
            state=row["state"],
            category=categories.get(row.get("category", "")),
            text=row["text"],
        )
        for row in told["response_templates"]
    )


def _load_routing(context: Context, told: dict[str, Any]) -> None:
    categories = {category.code: category for category in Category.objects.all()}
    families = {family.code: family for family in Family.objects.all()}
    RoutingRule.objects.bulk_create(
        RoutingRule(
            position=row["position"],
            family=families.get(row.get("family", "")),
            category=categories.get(row.get("category", "")),
            area=context.areas.get(row.get("area", "")),
            weekdays=row.get("weekdays", "1234567"),
            from_time=_time(row.get("from_time")),
            to_time=_time(row.get("to_time")),
            unit=context.units[row["unit"]],
            note=row["note"],
        )
        for row in told["routing_rules"]
    )


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None
