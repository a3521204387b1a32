"""What each role may do with notices.

The inspector drafts, signs, serves and looks again; the head decides what the unit
asks and objects to; the administrator keeps mandates and the ladder. Who may do a
thing is one question, whose hands may not is another: services ask it.
"""

from portal.users.roles import Role, grant, permission_names

READ_BY_STAFF = (
    "rectificationnotice",
    "inspectionmandate",
    "noticeextension",
    "noticeplan",
    "noticesubmission",
    "reinspection",
    "objection",
    "overduerecord",
    "ladderstep",
    "ladderproposal",
)


def grant_roles() -> None:
    for role in (Role.DESK, Role.INSPECTOR, Role.HEAD, Role.ADMINISTRATOR):
        grant(role, [f"reports.view_{model}" for model in READ_BY_STAFF])
    writing = ["reports.add_rectificationnotice", "reports.change_rectificationnotice"]
    grant(Role.DESK, writing)
    grant(
        Role.INSPECTOR,
        [
            *writing,
            "reports.issue_notice",
            "reports.reinspect_notice",
            "reports.clear_notice_photo",
        ],
    )
    grant(
        Role.HEAD,
        [
            "reports.issue_notice",
            "reports.decide_notice",
            "reports.clear_notice_photo",
            "reports.change_ladderproposal",
            "evidence.view_evidence",
            *(f"reports.view_{model}" for model in ("complaint", "category")),
        ],
    )
    for model in ("inspectionmandate", "ladderstep"):
        grant(Role.ADMINISTRATOR, permission_names(f"reports.{model}"))
