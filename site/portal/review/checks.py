"""What is looked at before a page may go live. Whoever has a check registers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something wrong with a page: what, where, and a sentence that says what to do.

    `blocks` keeps the page from going live; `can_be_overridden` lets the final
    reviewer release it all the same, with a reason.
    """

    kind: str
    place: StrOrPromise
    sentence: StrOrPromise
    blocks: bool = True
    can_be_overridden: bool = False

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}"


Check = Callable[[Any], Iterable[Finding]]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Enter a check, from `AppConfig.ready()`. It takes the page as it would go live."""
    if _checks.setdefault(name, check) is not check:
        raise ImproperlyConfigured(f"There is a check {name} already.")


def findings_of(page: Any) -> list[Finding]:
    """Return what is wrong with `page`, what blocks it first."""
    found = dict.fromkeys(
        finding for check in _checks.values() for finding in check(page)
    )
    return sorted(found, key=lambda finding: not finding.blocks)
