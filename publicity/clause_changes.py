"""Whoever hangs something on clauses is told here when a wording takes another's place.

A listener is registered from `AppConfig.ready()`:

    register_listener("quizzes.questions", retire_questions)

It is called inside the transaction that publishes or repeals, so that what hangs on a
clause changes together with it or not at all: what is slow it queues itself, with
`transaction.on_commit`. `effective_on` may lie ahead; until that day the older wording
is still the law.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ImproperlyConfigured

from publicity.models import RegulationVersion


@dataclass(frozen=True, kw_only=True)
class ClauseChanges:
    """What became of the articles, by anchor. `newer` is None where all is repealed.

    `renumbered` leads from the anchor in `older` to that in `newer`; an article may be
    both renumbered and changed. `changed` and `added` are anchors of `newer`,
    `removed` of `older`.
    """

    older: RegulationVersion | None
    newer: RegulationVersion | None
    effective_on: date
    changed: Sequence[str] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    renumbered: Mapping[str, str] = field(default_factory=dict)


Listener = Callable[[ClauseChanges], None]
_listeners: dict[str, Listener] = {}


def register_listener(key: str, listener: Listener) -> None:
    if _listeners.setdefault(key, listener) is not listener:
        raise ImproperlyConfigured(f"{key} listens to changes of clauses already.")


def tell(changes: ClauseChanges) -> None:
    for key in sorted(_listeners):
        _listeners[key](changes)
