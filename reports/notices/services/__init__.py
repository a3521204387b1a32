"""Everything that happens to notices. Nothing else writes their state.

draft_notice → issue → serve → acknowledge → [file_plan → accept_plan] → submit
→ take_for_reinspection → reinspect → confirm_by_resident → closed
"""

from reports.notices.services.answering import (
    accept_plan,
    ask_extension,
    decide_extension,
    file_plan,
    return_plan,
    submit,
)
from reports.notices.services.clock import (
    close_all_silent,
    record_all_overdue,
    record_overdue,
    remind,
)
from reports.notices.services.drafting import (
    NoticeFields,
    ProblemDraft,
    add_problem,
    discard,
    draft_notice,
    revise_draft,
)
from reports.notices.services.issuing import (
    acknowledge,
    hide,
    issue,
    number_of,
    publish,
    serve,
)
from reports.notices.services.laddering import (
    decline_step,
    may_decide,
    propose_by_hand,
    propose_steps,
    take_step,
)
from reports.notices.services.objecting import (
    decide_objection,
    hands_of,
    object_to,
    revoke,
)
from reports.notices.services.photos import AfterPhoto, clear_doubt, doubtful, farthest
from reports.notices.services.reinspecting import (
    close_after_silence,
    close_in_spite,
    confirm_by_resident,
    note_visit,
    refuse_same_hand,
    reinspect,
    reopen,
    take_for_reinspection,
)

__all__ = [
    "AfterPhoto",
    "NoticeFields",
    "ProblemDraft",
    "accept_plan",
    "acknowledge",
    "add_problem",
    "ask_extension",
    "clear_doubt",
    "close_after_silence",
    "close_all_silent",
    "close_in_spite",
    "confirm_by_resident",
    "decide_extension",
    "decide_objection",
    "decline_step",
    "discard",
    "doubtful",
    "draft_notice",
    "farthest",
    "file_plan",
    "hands_of",
    "hide",
    "issue",
    "may_decide",
    "note_visit",
    "number_of",
    "object_to",
    "propose_by_hand",
    "propose_steps",
    "publish",
    "record_all_overdue",
    "record_overdue",
    "refuse_same_hand",
    "reinspect",
    "remind",
    "reopen",
    "return_plan",
    "revise_draft",
    "revoke",
    "serve",
    "submit",
    "take_for_reinspection",
    "take_step",
]
