"""What the data tells of a complaint's life, as steps of our own table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from reports.complaints.workflow import ComplaintState

_S = ComplaintState


@dataclass(frozen=True)
class Step:
    verb: str
    old: str
    new: ComplaintState
    at: datetime
    public_text: str = ""
    because: str = ""
    by: str = ""  # the unit's short name, as the data has it


def steps_of(row: dict[str, Any], shift: timedelta) -> list[Step]:
    """Return every step of `row`, in order, none outside the table.

    The data leaves out what is between: the look before filing, the filing itself,
    the look before closing.
    """
    steps: list[Step] = []
    state = ""
    for told in row["history"]:
        at = datetime.fromisoformat(told["at"]) - shift
        before = steps[-1].at if steps else at
        for verb, new, share, text, because in _between(state, told):
            steps.append(
                Step(
                    verb,
                    state,
                    new,
                    before + (at - before) * share,
                    text,
                    because,
                    told["by"],
                )
            )
            state = new
    return steps


_Leg = tuple[str, ComplaintState, float, str, str]


def _between(state: str, told: dict[str, Any]) -> Iterator[_Leg]:
    """Yield the steps that lead to what was told, with their share of the time."""
    note, by = told.get("note", ""), told["by"]
    match told["status"]:
        case "已提交":
            yield "submit", _S.SUBMITTED, 1, _("市民提交"), ""
        case "已受理":
            yield "accept", _S.ACCEPTED, 1, _("双创办受理"), note
        case "不予受理":
            yield "decline", _S.DECLINED, 1, note, ""
        case "已合并":
            yield "merge", _S.MERGED, 1, _("与另一件为同一问题，合并办理"), ""
        case "待补充":
            yield "ask_reporter", _S.WAITING, 1, _("请反映人补充情况"), ""
        case "已关闭":
            yield "close", _S.CLOSED, 1, _("办结：无法查实，无需处理"), note
        case "已派单":
            if state == _S.ACCEPTED:
                yield "start_verifying", _S.VERIFYING, 0.3, _("安排核查"), ""
                yield "file", _S.FILED, 0.9, _("核查属实，立案"), ""
            yield "dispatch", _S.DISPATCHED, 1, note, ""
        case "已退回":
            yield "return_assignment", _S.RETURNED, 1, _("退回，将另行派单"), note
        case "办理中":
            yield "accept_assignment", _S.HANDLING, 1, _("%s签收") % by, note
        case "已答复":
            yield "hand_in", _S.RESOLVED, 1, _("%s已处置，等待核实") % by, ""
        case "已办结":
            yield "take_for_check", _S.CHECKING, 0.97, "", ""
            yield "close", _S.CLOSED, 1, _("办结：%s") % note, note
        case "已挂账":
            text = _("挂账，%(day)s复核：%(reason)s")
            yield "suspend", _S.SUSPENDED, 1, text % _until(told), ""
        case "申请延期":
            text = _("%(unit)s申请延期：%(reason)s") % {"unit": by, "reason": note}
            yield "ask_extension", ComplaintState(state), 1, text, ""
        case "同意延期":
            text = _("同意延期至%(day)s：%(reason)s") % _until(told)
            yield "grant_extension", ComplaintState(state), 1, text, ""
        case "有异议":
            # What the resident says of it is for the desk alone.
            yield "dispute", _S.DISPUTED, 1, _("反映人对结果有异议"), ""
        case other:
            raise ValueError(f"The data knows a state {other}.")


def _until(told: dict[str, Any]) -> dict[str, str]:
    return {"day": told["until"], "reason": told["note"]}
