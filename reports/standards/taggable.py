"""What may be evidence for an item of a standard: each room enters its own kind.

    register_kind(Kind(key="notice", label=_("整改通知单"), model=RectificationNotice, …))

from `AppConfig.ready()`. Pages are no kind: they carry their items themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django_stubs_ext import StrOrPromise

from portal.users.models import User


@dataclass(frozen=True)
class Shown:
    """What a list says of a piece of evidence. Without an address it is no link."""

    title: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`find` reads what a member of staff typed, and returns only what they may see.

    `shown_to` and `public` take many keys at once, and leave out what is not to be
    seen: by that member of staff, or by everybody.
    """

    key: str
    label: StrOrPromise
    hint: StrOrPromise
    model: type[models.Model]
    find: Callable[[str, User], models.Model | None]
    shown_to: Callable[[Iterable[int], User], dict[int, Shown]]
    public: Callable[[Iterable[int]], dict[int, Shown]]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ImproperlyConfigured(f"There is a kind of evidence {kind.key} already.")


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(key: str) -> Kind:
    return _kinds[key]
