"""What pages of a contest lead to, offered by rooms that stand on this one.

A room registers from `AppConfig.ready()`; the pages of contests show what fits:

    register_link(ContestLink(key="boards", order=10, label=_("榜单"), of_contest=…))

Each function returns an address, or None where there is nothing to lead to. `token` is
the secret of the private link, as the address of the page has it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django_stubs_ext import StrOrPromise

from quizzes.contests.models import Attempt, Contest, Participant


@dataclass(frozen=True, kw_only=True)
class ContestLink:
    key: str
    order: int
    label: StrOrPromise
    of_contest: Callable[[Contest], str | None] | None = None
    of_participant: Callable[[Participant, str], str | None] | None = None
    of_attempt: Callable[[Attempt, str], str | None] | None = None


@dataclass(frozen=True)
class Shown:
    label: StrOrPromise
    address: str


_links: dict[str, ContestLink] = {}


def register_link(link: ContestLink) -> None:
    if _links.setdefault(link.key, link) is not link:
        raise ImproperlyConfigured(f"Contests have a link {link.key} already.")


def links_of_contest(contest: Contest) -> list[Shown]:
    return _shown(
        (link, link.of_contest(contest)) for link in _in_order() if link.of_contest
    )


def links_of_participant(participant: Participant, token: str) -> list[Shown]:
    return _shown(
        (link, link.of_participant(participant, token))
        for link in _in_order()
        if link.of_participant
    )


def links_of_attempt(attempt: Attempt, token: str) -> list[Shown]:
    return _shown(
        (link, link.of_attempt(attempt, token))
        for link in _in_order()
        if link.of_attempt
    )


def _in_order() -> list[ContestLink]:
    return sorted(_links.values(), key=lambda link: link.order)


def _shown(found: Iterable[tuple[ContestLink, str | None]]) -> list[Shown]:
    return [Shown(link.label, address) for link, address in found if address]
