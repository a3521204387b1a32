"""What each role may do with what the newsroom publishes.

Editors write, others publish: nobody releases an item alone (GW-38).
"""

from portal.users.roles import (
    ABLE_TO_PUBLISH,
    ABLE_TO_WRITE,
    Role,
    grant,
    grant_pages,
    permission_names,
)

WEB_COLUMNS = (
    "newsindexpage",
    "knowledgeindexpage",
    "topicindexpage",
    "aboutindexpage",
)
TV_COLUMNS = ("episodeindexpage", "psaindexpage")
CHANGE_CLAUSES = "publicity.change_clause"
PUBLISH_WORDINGS = "publicity.publish_regulationversion"
REGULATION_MODELS = (
    "publicity.regulation",
    "publicity.regulationversion",
    "publicity.clause",
    "publicity.penaltylink",
)


def grant_roles() -> None:
    for editor, columns in (
        (Role.WEB_EDITOR, WEB_COLUMNS),
        (Role.TV_EDITOR, TV_COLUMNS),
    ):
        for column in columns:
            grant_pages(editor, f"publicity.{column}", ABLE_TO_WRITE)
    for publisher in (Role.REVIEWER, Role.CHIEF_EDITOR):
        for column in WEB_COLUMNS + TV_COLUMNS:
            grant_pages(publisher, f"publicity.{column}", ABLE_TO_PUBLISH)
    grant_pages(Role.CHIEF_EDITOR, "home.homepage", ABLE_TO_PUBLISH)
    grant_pages(
        Role.ADMINISTRATOR, "home.homepage", (*ABLE_TO_PUBLISH, "bulk_delete_page")
    )
    for role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
        grant(role, permission_names("home.headlineslot"))
        grant(role, permission_names("publicity.newstemplate"))
    grant(Role.WEB_EDITOR, permission_names("publicity.newstemplate")[:2])
    for model in REGULATION_MODELS:
        grant(Role.WEB_EDITOR, permission_names(model)[:2])
        for role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
            grant(role, permission_names(model))
    for role in (
        Role.WEB_EDITOR,
        Role.TV_EDITOR,
        Role.REVIEWER,
        Role.CHIEF_EDITOR,
        Role.ADMINISTRATOR,
    ):
        grant(role, ["publicity.add_posterbatch"])
    for role in (Role.REVIEWER, Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
        grant(role, [PUBLISH_WORDINGS])
