"""Wagtail's lists of pages in a third of its queries: 15 at most, at any size.

Nothing in a row needs more than the row of `Page` and the rights of the page's kind.
The status of the parent, its usage and its locks stand on its own page, one step away.
"""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.views.pages.search import SearchView, page_filter_search
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry, get_page_models

from portal.cms.explorable import (
    explorable,
    explorable_root,
    holds_all_below,
    trail_to,
)
from portal.users.models import User

PEOPLE_KEPT = 60  # seconds


def people_to_choose() -> list[tuple[int, str]]:
    """Return who may be chosen in a filter, as it was within the last minute."""
    return cache.get_or_set("cms:people", _people, PEOPLE_KEPT) or []


def _people() -> list[tuple[int, str]]:
    return [
        (user.pk, user.get_full_name() or user.get_username())
        for user in User.objects.order_by("last_name", "first_name", "username")
    ]


class EditedBy(django_filters.MultipleChoiceFilter):
    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        edits = PageLogEntry.objects.filter(action="wagtail.edit", user__in=value)
        return qs.filter(pk__in=edits.order_by().values("page_id"))


class PageFilters(PageFilterSet):
    """One site, one list of people for both questions, kinds of pages from memory."""

    site = None
    owner = django_filters.MultipleChoiceFilter(
        label=_("作者"), widget=CheckboxSelectMultiple
    )
    edited_by = EditedBy(label=_("修改人"), widget=CheckboxSelectMultiple)
    content_type = django_filters.MultipleChoiceFilter(
        label=_("页面种类"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_to_choose()
        types = ContentType.objects.get_for_models(*get_page_models())
        kinds = [
            (content_type.pk, str(model._meta.verbose_name))
            for model, content_type in types.items()
            if model is not Page
        ]
        for name, choices in (
            ("owner", people),
            ("edited_by", people),
            ("content_type", kinds),
        ):
            self.filters[name].extra["choices"] = choices


class LeanListing:
    """What both lists of pages leave out."""

    request: HttpRequest

    def annotate_queryset(self, pages: Any) -> Any:
        return (
            # What a page's kind forbids holds; its own fields stay where they are.
            pages.specific(defer=True)
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            .annotate(is_row=Value(True))  # see ColumnRights.page_locked
        )

    def without_asking_for_the_site(self) -> None:
        # Links lead to the path alone where there is one site, whichever was asked.
        self.request._wagtail_site = None  # type: ignore[attr-defined]


class Explorer(LeanListing, ExplorableIndexView):
    base_filterset_class = PageFilters
    template_name = "cms/explorer.html"

    def get(
        self, request: HttpRequest, parent_page_id: int | None = None
    ) -> HttpResponse:
        found = Page.objects.specific(defer=True).prefetch_workflow_states()
        which = {"pk": parent_page_id} if parent_page_id else {"depth": 1}
        page = found.annotate_approved_schedule().filter(**which).first()
        if page is None:
            raise Http404
        self.trail = trail_to(page, request.user)
        if not self.trail:
            root = explorable_root(request.user)
            return redirect(self.index_url_name, root.pk if root else page.pk)
        self.without_asking_for_the_site()
        self.parent_page = page
        self.permissions = page.permissions_for_user(request.user)
        self.locale = None
        self.translations: list[Page] = []
        # Rows below one page need not say which.
        self.columns: list[Any] = [
            column
            for column in self.columns
            if not isinstance(column, ParentPageColumn)
        ]
        # Wagtail's own `get` would fetch the parent four times over.
        answer: HttpResponse = super(ExplorableIndexView, self).get(request)
        return answer

    def get_base_queryset(self) -> QuerySet[Page]:
        pages = Page.objects.all()
        if self.is_searching or self.is_filtering:
            if not self.is_searching_whole_tree:
                pages = pages.descendant_of(self.parent_page)
            pages = pages.filter(explorable(self.request.user))
        else:
            pages = pages.child_of(self.parent_page)
            if not holds_all_below(self.request.user, self.parent_page):
                pages = pages.filter(explorable(self.request.user))
        found: QuerySet[Page] = self.annotate_queryset(pages)
        return found

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator[Page]:
        paginator: Paginator[Page] = super().get_paginator(*args, **kwargs)
        if not (self.is_searching or self.is_filtering) and holds_all_below(
            self.request.user, self.parent_page
        ):
            paginator.count = self.parent_page.numchild  # the tree counts itself
        return paginator

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {
                "url": reverse(self.index_url_name, args=[page.pk]),
                "label": page.get_admin_display_title(),
            }
            for page in self.trail
        ]

    def get_side_panels(self) -> MediaContainer:
        return MediaContainer()


class PageListing(PageViewSet):
    model = Page
    index_view_class = Explorer
    filterset_class = PageFilters


class PageSearch(LeanListing, SearchView):
    """Asks the index twice: for how many of each kind, and for the page shown."""

    results_template_name = "cms/search_results.html"

    def get_queryset(self) -> Any:
        self.without_asking_for_the_site()
        explorable_root(self.request.user)
        everything = Page.objects.filter(explorable(self.request.user))
        pages = everything
        if self.ordering:
            pages = pages.order_by(self.ordering)
        if self.selected_content_type:
            pages = pages.filter(content_type=self.selected_content_type)
        pages, _none = page_filter_search(
            self.search_query, self.annotate_queryset(pages), ordering=self.ordering
        )
        # Any order will do for counting; by relevance costs a query of its own.
        every, _none = page_filter_search(
            self.search_query, everything, ordering="path"
        )
        counts = every.facet("content_type_id")
        self.all_pages = Counted(sum(counts.values()))
        self.content_types = [
            (ContentType.objects.get_for_id(pk), count) for pk, count in counts.items()
        ]
        chosen = self.selected_content_type
        self.found_count = counts.get(chosen.pk, 0) if chosen else self.all_pages.count
        return pages

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator[Page]:
        paginator: Paginator[Page] = super().get_paginator(*args, **kwargs)
        paginator.count = self.found_count
        return paginator


class Counted:
    """Stands for all hits where their number alone is asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
