from portal.users.roles import Role, grant

HOST = ["quizzes.view_liveround", "quizzes.host_liveround"]


def grant_roles() -> None:
    for role in (Role.WEB_EDITOR, Role.TV_EDITOR, Role.CHIEF_EDITOR):
        grant(role, HOST)
    grant(Role.ADMINISTRATOR, ["quizzes.view_liveround"])
