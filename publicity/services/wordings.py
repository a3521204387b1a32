"""A wording from the paste to the law in force: judged, kept as a draft, published, ended.

Nothing else writes the state of a version or the rows that a paste becomes; a misprint
in them is put right by `errata`.
"""

from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backends

from portal.refusals import Stale
from portal.timeline import services as timeline
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import check_transition
from publicity import clause_changes
from publicity.clause_changes import ClauseChanges
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.services.wording_checks import faults_of_all
from publicity.services.wording_references import (
    refresh_references,
    refresh_those_that_name,
)
from publicity.services.wording_review import (
    review_text,
    version_before,
    wordings_of,
)
from publicity.services.wording_rows import SAID, add_rows, tie_to
from publicity.wording.comparing import compare
from publicity.wording.places import LONGEST_NOTE
from publicity.workflow import VERSION_STEPS, VersionState

WRITING = ("draft", "edit")  # the steps of those who write a wording


class RefusedByLaw(Exception):
    """Raised with a sentence that the editor can act on."""


class TextHasFaults(RefusedByLaw):
    """The text has faults, and nobody has taken them upon himself."""


class SameHand(RefusedByLaw):
    """Who had a hand in a wording does not publish it (GW-38)."""


@transaction.atomic
def draft_version(
    regulation: Regulation,
    text: str,
    *,
    effective_on: date,
    by: User | None,
    accepting_faults: bool = False,
) -> RegulationVersion:
    """Keep a pasted text as a wording that is not public yet."""
    review = review_text(regulation, text, effective_on=effective_on)
    if review.is_grave or (review.faults and not accepting_faults):
        raise TextHasFaults(_("这份文本还有问题没有处理，没有存下来。"))
    # One paste at a time for each regulation: the day is free or it is not.
    Regulation.objects.select_for_update().get(pk=regulation.pk)
    if regulation.versions.filter(effective_on=effective_on).exists():
        raise RefusedByLaw(_("这一天已经有一个版本，请先看看是不是重复了。"))
    version = RegulationVersion.objects.create(
        regulation=regulation,
        effective_on=effective_on,
        title_note=review.text.title_note[:LONGEST_NOTE],
    )
    add_rows(version, review)
    refresh_references(version)
    timeline.record(
        version,
        "draft",
        by=by,
        to_state=VersionState.DRAFT,
        because="\n".join(
            f"{fault.line}: {fault.kind} {fault.says}" for fault in review.faults
        ),
    )
    return version


def accepted_faults(version: RegulationVersion) -> list[tuple[User | None, str, str]]:
    """Return who took a fault upon himself, its line in his paste, and what it is."""
    drafts = Event.objects.of(version).filter(verb="draft").select_related("actor")
    found = []
    for event in drafts:
        for fault in event.because.splitlines():
            line, _colon, rest = fault.partition(": ")
            found.append((event.actor, line, rest.partition(" ")[2]))
    return found


def stamp_of(version: RegulationVersion) -> str:
    """Return a mark of all that becomes public with a version, to tell if it has changed."""
    clauses = Clause.objects.select_related(None).filter(version=version)
    links = PenaltyLink.objects.filter(duty_clause__version=version)
    units = Clause.responsible_units.through.objects.filter(clause__version=version)
    whole = [
        (version.effective_on, version.title_note),
        *clauses.order_by("position").values_list(
            "pk", "parent_id", "kind", "label", "anchor", "title", "text", *SAID
        ),
        *links.order_by("pk").values_list(),
        *units.order_by("pk").values_list(),
    ]
    return sha256(repr(whole).encode()).hexdigest()


@transaction.atomic
def publish_version(
    version: RegulationVersion, *, by: User | None, seen: str | None = None
) -> ClauseChanges:
    """Make a wording public, and tell what hangs on its clauses what has changed.

    `seen` is the stamp of what a person has read: nothing else is published for him.
    """
    version.refresh_from_db(
        from_queryset=RegulationVersion.objects.select_for_update(of=("self",))
    )
    old = VersionState(version.state)
    check_transition(VERSION_STEPS, old, VersionState.PUBLISHED)
    if by:
        _refuse_same_hand(version, by)
    if seen is not None and seen != stamp_of(version):
        raise Stale(
            _(
                "您打开这一页以后，这个版本又改过了，没有公布。请重新核对下面的全文再公布。"
            )
        )
    if not version.clauses.articles().exists():
        raise RefusedByLaw(_("这个版本还没有条文，不能公布。"))
    clauses = version.clauses.select_related("audio", "film")
    if faults := faults_of_all([version, *clauses]):
        raise RefusedByLaw(faults)
    previous = version_before(version.regulation, version.effective_on)
    comparison = compare(
        wordings_of(previous) if previous else {}, wordings_of(version)
    )
    if previous:
        tie_to(previous, version, comparison)
    refresh_references(version)
    version.state = VersionState.PUBLISHED
    version.save(update_fields=["state"])
    timeline.record(
        version, "publish", by=by, from_state=old, to_state=VersionState.PUBLISHED
    )
    refresh_those_that_name(version.regulation)
    index_version(version)
    changes = ClauseChanges(
        older=previous,
        newer=version,
        effective_on=version.effective_on,
        changed=comparison.changed,
        added=comparison.added,
        removed=comparison.removed,
        renumbered=comparison.renumbered,
    )
    clause_changes.tell(changes)
    return changes


def _refuse_same_hand(version: RegulationVersion, by: User) -> None:
    events = Event.objects.of(version).filter(verb__in=WRITING, actor__isnull=False)
    hands = set(events.values_list("actor", flat=True))
    if not hands:
        raise SameHand(
            _(
                "没有记下这个版本是谁录入的，不能公布。"
                "请删掉它，用“导入文本”重新录入，由另一个人核对公布。"
            )
        )
    if by.pk in hands:
        raise SameHand(_("录入或者改过这个版本的人不能自己公布，请换一个人核对。"))


@transaction.atomic
def repeal_version(
    version: RegulationVersion, *, on: date, by: User | None, because: str
) -> ClauseChanges:
    """End a regulation with its last wording; it stays readable, marked 已废止 (GW-36)."""
    version.refresh_from_db(
        from_queryset=RegulationVersion.objects.select_for_update(of=("self",))
    )
    if version.state != VersionState.PUBLISHED:
        raise RefusedByLaw(_("没有公布的版本不用废止。"))
    if on <= version.effective_on:
        raise RefusedByLaw(_("废止日期应当在施行日期之后。"))
    if not because.strip():
        raise RefusedByLaw(_("请写明废止的依据。"))
    version.repealed_on = on
    version.save(update_fields=["repealed_on"])
    timeline.record(version, "repeal", by=by, because=because)
    changes = ClauseChanges(
        older=version,
        newer=None,
        effective_on=on,
        removed=list(wordings_of(version)),
    )
    clause_changes.tell(changes)
    return changes


def index_version(version: RegulationVersion) -> None:
    """Let the clauses be found: rows written in bulk send no signal."""
    clauses = list(version.clauses.order_by("position"))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Regulation, [version.regulation])
        backend.add_bulk(Clause, clauses)
