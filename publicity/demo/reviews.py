"""Editors, wordings, and an item in every state of its review."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.demo.context import Context
from portal.demo.pictures import Wanted, draw_pictures
from portal.images.models import Picture
from portal.pages import BasePage
from portal.review.ledger import Release, Wording
from portal.review.levels import Level
from portal.review.services import approve, name_of, send_back, take_down
from portal.review.workflow import sync_workflow
from portal.users.models import User
from publicity.demo.parts import paragraphs
from publicity.models import NewsIndexPage, NewsPage

# How many have approved an item that is in this state.
APPROVED = {"second": 1, "final": 2, "scheduled": 3, "taken_down": 3}
AHEAD = timedelta(days=2)


def load_reviews(context: Context) -> None:
    told = context.read("reviews")
    people = {row["username"]: _account(**row) for row in told["accounts"]}
    reviewers = [people[name] for name in told["reviewers"]]
    Wording.objects.bulk_create(
        [Wording(**row) for row in told["wordings"]], ignore_conflicts=True
    )
    sync_workflow()
    _sign_what_is_live(told["corrections"], reviewers)
    author = people["wangbian"]
    covers = draw_pictures(
        context, [Wanted(row["slug"], row["title"]) for row in told["items"]]
    )
    for row in told["items"]:
        cover = covers[row["slug"]]
        _load_item(context, row, cover, author=author, reviewers=reviewers)
    _change_what_is_live(told["change"], by=author)
    count = len(told["items"]) + 1
    context.tell(_("审核中的稿件"), count, count)


def _account(username: str, role: str, **names: str) -> User:
    user, is_new = User.objects.get_or_create(username=username, defaults=names)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=role))
    return user


def _sign_what_is_live(
    corrections: list[dict[str, Any]], reviewers: list[User]
) -> None:
    """Give what came in as published the names of its reviewers."""
    first, second, final = map(name_of, reviewers)
    names = {
        "first_reviewer": first,
        "second_reviewer": second,
        "final_reviewer": final,
    }
    unsigned = Page.objects.live().filter(
        releases=None, first_published_at__isnull=False
    )
    dates = {
        pk: at
        for model in BasePage.__subclasses__()
        for pk, at in unsigned.type(model).values_list("pk", "first_published_at")
    }
    Release.objects.bulk_create(
        Release(page_id=pk, at=at, **names) for pk, at in dates.items()
    )
    for row in corrections:
        page = NewsPage.objects.filter(slug=row["news"]).first()
        if page and page.pk in dates:
            at = dates[page.pk] + timedelta(days=row["days"])
            Release.objects.create(
                page_id=page.pk, at=at, correction=row["note"], **names
            )


def _load_item(
    context: Context,
    row: dict[str, Any],
    cover: Picture,
    *,
    author: User,
    reviewers: list[User],
) -> None:
    index = NewsIndexPage.objects.get()
    if index.get_children().filter(slug=row["slug"]).exists():
        return
    page: Any = index.add_child(
        instance=NewsPage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            body=[paragraphs([row["body"]])],
            source=context.signature["office"],
            responsible_editor=name_of(author),
            cover=cover,
            owner=author,
        )
    )
    state = row["state"]
    if state == "scheduled":
        page.go_live_at = timezone.now() + AHEAD
    page.save_revision(user=author)
    if state == "draft":
        return
    page.get_workflow().start(_as_stored(page), author)
    for _level, reviewer in zip(
        list(Level)[: APPROVED.get(state, 0)], reviewers, strict=False
    ):
        approve(_as_stored(page).current_workflow_task_state, by=reviewer)
    if state == "sent_back":
        send_back(
            _as_stored(page).current_workflow_task_state,
            by=reviewers[0],
            because=row["comment"],
        )
    elif state == "taken_down":
        take_down(
            _as_stored(page), by=reviewers[-1], because=row["reason"], note=row["note"]
        )


def _change_what_is_live(row: dict[str, str], *, by: User) -> None:
    page = NewsPage.objects.filter(slug=row["news"]).first()
    if page is None or page.latest_revision_id:
        return
    page.summary = row["summary"]
    page.correction_note = row["correction_note"]
    page.save_revision(user=by)
    page.get_workflow().start(_as_stored(page), by)


def _as_stored(page: NewsPage) -> NewsPage:
    """Return the page as the next request would find it: its review has moved on."""
    stored: NewsPage = NewsPage.objects.get(pk=page.pk)
    return stored
