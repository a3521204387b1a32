"""The choices that a reader has: the paper, the columns, the unit that hangs it up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Unit


class Paper(StrEnum):
    A4 = "a4"
    A3 = "a3"

    @property
    def width(self) -> float:
        return 210.0 if self is Paper.A4 else 297.0

    @property
    def height(self) -> float:
        return 297.0 if self is Paper.A4 else 420.0


PAPERS: list[tuple[str, Promise]] = [
    (Paper.A4, _("A4（一般打印机）")),
    (Paper.A3, _("A3（大张，适合上墙）")),
]
COLUMNS: list[tuple[str, Promise]] = [("1", _("一栏")), ("2", _("两栏"))]


@dataclass(frozen=True)
class Options:
    paper: Paper = Paper.A4
    columns: int = 1
    unit_name: str = ""


def units_to_choose() -> list[tuple[str, str]]:
    current = Unit.objects.current(timezone.localdate())
    return list(current.values_list("code", "name"))


def options_from(asked: Mapping[str, str]) -> Options:
    """Read the choices from an address. What makes no sense is a 404 (I4)."""
    paper = asked.get("paper", Paper.A4.value)
    columns = asked.get("columns", "1")
    code = asked.get("unit", "")
    if paper not in list(Paper) or columns not in {"1", "2"} or "\0" in code:
        raise Http404
    name = ""
    if code:
        current = Unit.objects.current(timezone.localdate()).filter(code=code)
        name = current.values_list("name", flat=True).first() or ""
        if not name:
            raise Http404
    return Options(Paper(paper), int(columns), name)
