"""Make reviewers, and let them review."""

from typing import Any

from wagtail.models import Page

from portal.review.levels import Level
from portal.users.models import User
from portal.users.roles import Role
from publicity.models import NewsPage
from tests.portal.users.make import make_user
from tests.publicity.make import make_news

ROLES = {
    Level.FIRST: Role.REVIEWER,
    Level.SECOND: Role.REVIEWER,
    Level.FINAL: Role.CHIEF_EDITOR,
}
DRAFT: dict[str, Any] = {
    "live": False,
    "first_published_at": None,
    "last_published_at": None,
}


def draft_news(**fields: Any) -> NewsPage:
    return make_news(**DRAFT, **fields)


def fresh(page: Page) -> Any:
    """Return the page as the next request would find it."""
    return Page.objects.get(pk=page.pk).specific


def submit(page: Any, *, by: User | None = None) -> Any:
    """Save `page` as its author would, and send it to review; return its revision."""
    author = by or make_user(role=Role.WEB_EDITOR)
    # Also what no form would accept: the gate trusts no form.
    revision = page.save_revision(user=author, clean=False)
    page = fresh(page)
    page.get_workflow().start(page, author)
    return revision


def act(page: Any, user: User, action: str = "approve", **more: Any) -> None:
    """Let `user` take the step that the review of `page` is at."""
    page = fresh(page)
    task = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, user, action, **more)


def approve(page: Any, *levels: Level, **more: Any) -> list[User]:
    """Let a new person approve each of `levels`, all three if none is named."""
    people = []
    for level in levels or Level:
        people.append(make_user(role=ROLES[level]))
        act(page, people[-1], **(more if level == Level.FINAL else {}))
    return people


def approve_up_to(page: Any, level: Level) -> None:
    """Let new people approve every level before `level`."""
    for before in Level:
        if before < level:
            approve(page, before)


def release(page: Any, *, by: User | None = None) -> Any:
    """Send `page` through the three reviews; return it as published."""
    submit(page, by=by)
    approve(page)
    return fresh(page)


def make_root() -> User:
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    user.refresh_from_db()
    return user
