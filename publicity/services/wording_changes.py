"""What the forms of the CMS may do to the rows of a regulation, and the trace it leaves.

A draft is its editors' to write, and none of them publishes it (GW-38). Of what is
public the wording stands: only what is said of it may change, by somebody who may
publish, and each change is written down.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from portal.timeline import services as timeline
from portal.users.models import User
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.permissions import PUBLISH_WORDINGS
from publicity.services.wording_checks import faults_of_all
from publicity.services.wording_references import refresh_references
from publicity.services.wordings import RefusedByLaw
from publicity.workflow import VersionState

Row = Regulation | RegulationVersion | Clause | PenaltyLink
Changes = Mapping[str, Any]  # the new values of the fields that change

SAID_OF_CLAUSE = {
    "plain_note",
    "example",
    "reward",
    "penalty",
    "audio",
    "film",
    "responsible_units",
}


def refuse_change(row: Row, changes: Changes, *, by: User) -> None:
    """Raise `RefusedByLaw` unless `by` may write `changes` into a row, new or known."""
    if isinstance(row, Clause):
        _refuse_misplaced(row, changes)
    if not changes or not _is_public(row, changes):
        return
    if any(_is_wording(row, name) for name in changes):
        raise RefusedByLaw(
            _(
                "已经公布的条文、条号、锚点、网址名和日期不能改。"
                "法规有修改的，请用“导入文本”录入新的版本，由另一个人核对公布。"
                "条文里打错字的，请在条款列表里点“勘误”。"
            )
        )
    _refuse_unless_publisher(by)
    if faults := faults_of_all([_bare(row, changes)]):
        raise RefusedByLaw(faults)


def note_change(row: Row, changes: Changes, *, before: Changes, by: User) -> None:
    """Write down what was changed, in the transaction of the change itself."""
    if not changes:
        return
    if isinstance(row, Clause):
        refresh_references(row.version)
    _note(row, _told(row, changes, before), by=by)


def refuse_removal(rows: Iterable[Row], *, by: User) -> None:
    """Raise `RefusedByLaw` where something public would vanish (GW-64)."""
    for row in rows:
        if not _is_public(row, {}):
            continue
        if not isinstance(row, PenaltyLink):
            raise RefusedByLaw(
                _(
                    "《%(name)s》已经公布，不能删除：旧网址要一直能打开。"
                    "不再有效的，请在版本列表里点“废止”。"
                )
                % {"name": row}
            )
        _refuse_unless_publisher(by)


def note_removal(rows: Iterable[Row], *, by: User) -> None:
    """Write down what was taken out of a wording that is still there."""
    for row in rows:
        if isinstance(row, (Clause, PenaltyLink)):
            _note(row, _("删去：%(what)s") % {"what": row}, by=by)


def _refuse_unless_publisher(by: User) -> None:
    if not by.has_perm(PUBLISH_WORDINGS):
        raise RefusedByLaw(
            _("已经公布的法规，只有能公布法规的人可以加注，请交给总编辑来改。")
        )


def _refuse_misplaced(clause: Clause, changes: Changes) -> None:
    # A draft's row below a public one would stand on the public page.
    if clause.pk and "version" in changes:
        raise RefusedByLaw(_("条款不能换到别的版本去，请在那个版本里新建一条。"))
    version = changes.get("version") or _now(clause, "version")
    parent = changes.get("parent", clause.parent)
    if version and parent and parent.version_id != version.pk:
        raise RefusedByLaw(_("上一级不在这个版本里，请选同一个版本的条款。"))


def _is_public(row: Row, changes: Changes) -> bool:
    if isinstance(row, Regulation):
        return bool(row.pk) and row.versions.public().exists()
    return any(
        version.state == VersionState.PUBLISHED for version in _versions(row, changes)
    )


def _versions(row: Row, changes: Changes) -> Iterable[RegulationVersion]:
    """Return the wordings that a row stands in, and would stand in."""
    match row:
        case RegulationVersion():
            return [row]
        case Clause():
            return filter(None, [_now(row, "version"), changes.get("version")])
        case PenaltyLink():
            clauses = [
                *(_now(row, name) for name in ("duty_clause", "penalty_clause")),
                *(changes.get(name) for name in ("duty_clause", "penalty_clause")),
            ]
            return [clause.version for clause in clauses if clause]
        case _:
            return []


def _now(row: Row, name: str) -> Any:
    try:
        return getattr(row, name)
    except ObjectDoesNotExist:  # a new row, of which nothing is chosen yet
        return None


def _is_wording(row: Row, name: str) -> bool:
    match row:
        case Regulation():
            return name == "slug"
        case Clause():
            return name not in SAID_OF_CLAUSE
        case _:
            return isinstance(row, RegulationVersion)


def _bare(row: Row, changes: Changes) -> Row:
    """Return a row of nothing but what changes: the rest was judged when it came."""
    fields = {field.name for field in row._meta.concrete_fields}
    said = type(row)(**{k: v for k, v in changes.items() if k in fields})
    if isinstance(row, Clause) and isinstance(said, Clause):
        said.label = row.label
    return said


def _told(row: Row, changes: Changes, before: Changes) -> str:
    lines = []
    for name, value in changes.items():
        label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        lines.append(f"{label}：{_shown(before.get(name))} → {_shown(value)}")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(map(str, value))
    return str(value or "")


def _note(row: Row, because: str, *, by: User) -> None:
    # A pair is told of with its duty: it has a page, and outlives the pair.
    subject = row.duty_clause if isinstance(row, PenaltyLink) else row
    if _is_public(row, {}):
        timeline.record(subject, "annotate", by=by, because=because)
    elif not isinstance(subject, Regulation):
        version = subject.version if isinstance(subject, Clause) else subject
        timeline.record(version, "edit", by=by, because=because)
