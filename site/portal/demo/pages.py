"""Puts many pages below one parent at once, soundly for the tree and for Wagtail.

Django inserts rows of multi-table models one by one and Wagtail indexes each as it
comes. Here the rows of `wagtailcore_page` and those of the page's own table go in as
two bulk inserts, without signals; the caller indexes all of it afterwards.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, router, transaction
from django.db.models import F
from wagtail.models import Locale, Page

AnyPage = TypeVar("AnyPage", bound=Page)
BATCH = 50


@transaction.atomic
def add_pages(
    parent: Page,
    pages: Iterable[AnyPage],
    *,
    finish: Callable[[list[AnyPage]], None] | None = None,
) -> list[AnyPage]:
    """Add those of `pages` whose slug is not below `parent` yet; return them.

    Each goes in as published: it has a title, a slug and a `first_published_at`,
    which also becomes the time of its last publication: the database lets nobody set it later (SC-04).
    `finish` may fill in what needs the pages' keys, e.g. links between them.
    """
    parent = Page.objects.get(pk=parent.pk)
    taken = set(parent.get_children().values_list("slug", flat=True))
    new = [page for page in pages if page.slug not in taken]
    if not new:
        return []
    model = type(new[0])
    last = parent.get_children().order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    locale = Locale.get_default()
    content_type = ContentType.objects.get_for_model(model)
    for number, page in enumerate(new, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.depth = parent.depth + 1
        page.numchild = 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.live = True
        page.draft_title = page.title
        page.locale = locale
        page.content_type = content_type
        page.last_published_at = page.first_published_at
        page.latest_revision_created_at = page.first_published_at
    _insert(Page, [_as_base(page) for page in new])
    ids = dict(
        Page.objects.filter(path__in=[page.path for page in new]).values_list(
            "path", "pk"
        )
    )
    for page in new:
        page.pk = page.id = page.page_ptr_id = ids[page.path]
        page._state.adding = False
    if finish:
        finish(new)
    _insert(model, new)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(new))
    return new


def _as_base(page: Page) -> Page:
    fields = [
        field.attname for field in Page._meta.concrete_fields if field.attname != "id"
    ]
    return Page(**{name: getattr(page, name) for name in fields})


def _insert(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert into the model's own table, none of its parents'."""
    fields = [
        field for field in model._meta.local_concrete_fields if field.attname != "id"
    ]
    for start in range(0, len(rows), BATCH):
        model._base_manager.all()._insert(  # type: ignore[attr-defined]
            rows[start : start + BATCH], fields=fields, using=router.db_for_write(model)
        )
