"""What may be reported, and what is asked with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from reports.complaints.models import Category, PrivacyNotice
from reports.complaints.workflow import AgeBand, IdentityMode, Kind

# Until a category is first changed in the CMS.
FIRST_CHANGE = datetime(2026, 1, 1, tzinfo=timezone.get_fixed_timezone(480))
NO, YES = "no", "yes"


@dataclass(frozen=True)
class Question:
    """Something that may be said besides the fields of the standard."""

    code: str
    description: Promise
    choices: list[tuple[str, Any]]

    def as_attribute(self, order: int) -> dict[str, Any]:
        return {
            "variable": True,
            "code": self.code,
            "datatype": "singlevaluelist",
            "required": False,
            "datatype_description": "",
            "order": order,
            "description": str(self.description),
            "values": [{"key": key, "name": str(name)} for key, name in self.choices],
        }


_no_or_yes = [(NO, gettext_lazy("否")), (YES, gettext_lazy("是"))]
QUESTIONS = (
    Question("kind", gettext_lazy("性质，不写是投诉"), Kind.choices),
    Question("place_hidden", gettext_lazy("不公开位置"), _no_or_yes),
    Question(
        "identity",
        gettext_lazy("身份；不写时，留了联系方式为保密，没留为匿名"),
        IdentityMode.choices,
    ),
    Question("age_band", gettext_lazy("年龄段，不写是十八岁以上"), AgeBand.choices),
    Question(
        "guardian_consent", gettext_lazy("未满十四岁：监护人已经同意"), _no_or_yes
    ),
)


def services() -> list[dict[str, Any]]:
    offered = Category.objects.offered().select_related("family")
    return [
        {
            "service_code": category.code,
            "service_name": category.name,
            "description": category.description,
            "metadata": True,
            "type": "realtime",
            "keywords": ", ".join(
                filter(None, [category.family.name, category.national_name])
            ),
            "group": category.family.name,
        }
        for category in offered.order_by("family__position", "family", "position", "pk")
    ]


def definition(category: Category) -> dict[str, Any]:
    """Return what is asked; what a resident must be told comes first (PR-03, CP-21)."""
    notice = PrivacyNotice.objects.current()
    told = [
        (code, text)
        for code, text in (
            ("emergency", category.emergency_note),
            ("privacy_notice", notice.text if notice else ""),
        )
        if text
    ]
    attributes = [
        {
            "variable": False,
            "code": code,
            "datatype": "text",
            "required": False,
            "datatype_description": str(_("请在提交前让反映人读到。")),
            "order": order,
            "description": text,
        }
        for order, (code, text) in enumerate(told, start=1)
    ]
    attributes += [
        question.as_attribute(order)
        for order, question in enumerate(QUESTIONS, start=len(told) + 1)
    ]
    return {"service_code": category.code, "attributes": attributes}


def last_change() -> str:
    """Return when the list of services was last changed in the CMS."""
    entry = (
        ModelLogEntry.objects.filter(
            content_type__app_label="reports",
            content_type__model__in=["category", "family"],
        )
        .order_by("-timestamp")
        .values_list("timestamp", flat=True)
        .first()
    )
    return timezone.localtime(entry or FIRST_CHANGE).isoformat(timespec="seconds")
