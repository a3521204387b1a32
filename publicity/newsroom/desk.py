"""What an editor sees first in the CMS: what is due, what waits, one step from doing it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import page_permission_policy

from portal.home.models import HeadlineSlot, leader_of
from publicity.models import Erratum, NewsPage, NewsTemplate
from publicity.newsroom.at_hand import (
    SHOWN,
    ledger_of,
    pages_at_hand,
    reviews_concerning,
    writable_columns,
)
from publicity.permissions import PUBLISH_WORDINGS
from publicity.staleness import Freshness, neglected


def writes(request: HttpRequest) -> bool:
    """Tell whether somebody has to do with pages at all: desk and inspector have not."""
    return bool(user_has_any_page_permission(request.user))


def publishes(request: HttpRequest) -> bool:
    return bool(page_permission_policy.user_has_permission(request.user, "publish"))


class TodayPanel(Component):
    name = "today"
    template_name = "publicity/panels/today.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        today = timezone.localdate()
        columns = writable_columns(request)
        news = next((c for c, model in columns if model is NewsPage), None)
        return {
            "csrf_token": parent_context.get("csrf_token"),
            "today": today,
            "news_count": ledger_of(request).news_count(today),
            "has_episode": ledger_of(request).has_programme(today),
            "shortcuts": [
                (
                    _("写%(kind)s：%(column)s")
                    % {"kind": model._meta.verbose_name, "column": column.title},
                    reverse(
                        "wagtailadmin_pages:add",
                        args=[model._meta.app_label, model._meta.model_name, column.pk],
                    ),
                )
                for column, model in columns
            ],
            "news_column": news,
            "templates": NewsTemplate.objects.filter(is_offered=True).only("pk", "name")
            if news
            else [],
        }


@dataclass(frozen=True)
class Line:
    text: str
    address: str = ""
    note: str = ""
    is_urgent: bool = False


@dataclass
class Found:
    lines: list[Line] = field(default_factory=list)
    more: int = 0


class LinesPanel(Component):
    """A heading and some lines, or the sentence that says that there are none."""

    template_name = "publicity/panels/lines.html"
    heading: Any = ""
    empty: Any = ""
    act: tuple[Any, str] | None = None  # label, name of a view

    def find(self, request: HttpRequest) -> Found:
        raise NotImplementedError

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        found = self.find(parent_context["request"])
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "found": found,
            "act": (self.act[0], reverse(self.act[1])) if self.act else None,
        }


def _some(lines: Iterable[Line]) -> Found:
    every = list(lines)
    return Found(every[:SHOWN], max(0, len(every) - SHOWN))


def _age(moment: Any) -> str:
    return _("已等 %(age)s") % {"age": timesince(moment, depth=1)}


def edit_address(request: HttpRequest, revision: Revision) -> str:
    """Return where the thing of a revision is edited, without fetching a page."""
    if revision.base_content_type_id == ContentType.objects.get_for_model(Page).pk:
        return reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    return AdminURLFinder(request.user).get_edit_url(revision.content_object) or ""


class ReviewsPanel(LinesPanel):
    """What waits for this reviewer, the longest waiting first."""

    name = "my_reviews"
    order = 60
    heading = gettext_lazy("等我审的稿")
    empty = gettext_lazy("没有等你审的稿件。")

    def find(self, request: HttpRequest) -> Found:
        states = (
            state.current_task_state
            for state in reviews_concerning(request)
            if state.status == WorkflowState.STATUS_IN_PROGRESS
        )
        return _some(
            Line(
                state.revision.object_str,
                edit_address(request, state.revision),
                " · ".join(
                    filter(
                        None,
                        (
                            state.task.name,
                            state.revision.user and state.revision.user.get_full_name(),
                            _age(state.started_at),
                        ),
                    )
                ),
                timezone.now() - state.started_at > timedelta(days=1),
            )
            for state in sorted(states, key=lambda state: state.started_at)
        )


class SentBackPanel(LinesPanel):
    name = "sent_back"
    order = 70
    heading = gettext_lazy("退回给我的稿")
    empty = gettext_lazy("没有被退回的稿件。")

    def find(self, request: HttpRequest) -> Found:
        return _some(
            Line(
                state.current_task_state.revision.object_str,
                edit_address(request, state.current_task_state.revision),
                state.current_task_state.comment or _("没有写理由"),
                is_urgent=True,
            )
            for state in reviews_concerning(request)
            if state.status == WorkflowState.STATUS_NEEDS_CHANGES
        )


class ScheduledPanel(LinesPanel):
    name = "scheduled"
    order = 80
    heading = gettext_lazy("定时上线")
    empty = gettext_lazy("没有排好时间的稿件。")
    act = (gettext_lazy("看发布日历"), "newsroom:calendar")

    def find(self, request: HttpRequest) -> Found:
        revisions = (
            Revision.page_revisions.filter(approved_go_live_at__isnull=False)
            .defer("content")
            .order_by("approved_go_live_at")
        )
        return _some(
            Line(
                revision.object_str,
                edit_address(request, revision),
                f"{timezone.localtime(revision.approved_go_live_at):%m-%d %H:%M}",
            )
            for revision in revisions
        )


class RefusedPanel(LinesPanel):
    """What should have gone live and was refused: nobody else would notice."""

    name = "refused_at_its_hour"
    order = 55
    heading = gettext_lazy("定时未发")
    empty = gettext_lazy("定好时间的稿件都按时发了。")

    def find(self, request: HttpRequest) -> Found:
        return _some(
            Line(
                page.get_admin_display_title(),
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                f"{timezone.localtime(page.refused_at):%m-%d %H:%M} · "
                + _("%(because)s 改好后请重新送审。")
                % {"because": page.refused_because},
                is_urgent=True,
            )
            for page in pages_at_hand(request)
            if page.refused_at
        )


class StaleColumnsPanel(LinesPanel):
    """Columns that will soon count as neglected, or do already (SC-01)."""

    name = "stale_columns"
    order = 90
    heading = gettext_lazy("久未更新的栏目")
    empty = gettext_lazy("各栏目都按时更新。")

    def find(self, request: HttpRequest) -> Found:
        addresses = {
            model: reverse("wagtailadmin_explore", args=[column.pk])
            for column, model in writable_columns(request)
        }
        return _some(
            Line(
                str(age.name),
                addresses.get(age.model, ""),
                _("%(state)s：%(days)s天没有新内容，期限%(window)s天")
                % {
                    "state": age.state.label,
                    "days": age.days,
                    "window": age.window.days,
                }
                if age.last
                else str(age.state.label),
                age.state is not Freshness.WARNING,
            )
            for age in neglected(ledger_of(request).ages())
        )


class MissingDaysPanel(LinesPanel):
    """Days of the last month without what is due every day (S-08, TV-08)."""

    name = "missing_days"
    order = 100
    heading = gettext_lazy("缺报的日子（近30天）")
    empty = gettext_lazy("近30天每天都有动态和节目。")
    act = (gettext_lazy("看发布日历"), "newsroom:calendar")

    def find(self, request: HttpRequest) -> Found:
        programme = ledger_of(request).days_without_programme()
        report = ledger_of(request).days_without_report()
        return _some(
            Line(
                _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day},
                f"{reverse('newsroom:calendar')}?month={day:%Y-%m}",
                "、".join(
                    [_("缺节目")] * (day in programme) + [_("缺动态")] * (day in report)
                ),
                is_urgent=True,
            )
            for day in sorted(programme | report, reverse=True)
        )


class MyPagesPanel(LinesPanel):
    """What this editor had in hand last, and what he keeps locked for himself."""

    name = "my_pages"
    order = 110
    heading = gettext_lazy("我最近改的")
    empty = gettext_lazy("你还没有改过稿件。")

    def find(self, request: HttpRequest) -> Found:
        pages = [
            page
            for page in pages_at_hand(request)
            if page.edited_at or page.locked_by_id == request.user.pk
        ]
        pages.sort(key=lambda page: page.edited_at or page.locked_at, reverse=True)
        return _some(
            Line(
                page.get_admin_display_title(),
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                " · ".join(
                    str(word)
                    for word in (
                        page.edited_at
                        and f"{timezone.localtime(page.edited_at):%m-%d %H:%M}",
                        _how_public(page),
                        page.locked_by_id == request.user.pk and _("你锁定了它"),
                    )
                    if word
                ),
            )
            for page in pages
        )


def _how_public(page: Page) -> str:
    if not page.live:
        return _("还没有发布")
    return _("有改动没有发布") if page.has_unpublished_changes else _("已发布")


class HeadlinePanel(LinesPanel):
    name = "next_headline"
    order = 85
    heading = gettext_lazy("头条安排")
    empty = gettext_lazy("没有排头条，首页自动用最新一条动态。")
    act = (gettext_lazy("安排头条"), "headlines:index")

    def find(self, request: HttpRequest) -> Found:
        now = timezone.now()
        slots = list(HeadlineSlot.objects.planned(now).select_related("page"))
        leader = leader_of(slots, now)
        return _some(
            Line(
                slot.page.title,
                reverse("headlines:edit", args=[slot.pk]),
                (
                    _("正在显示")
                    if slot == leader
                    else f"{timezone.localtime(slot.starts_at):%m-%d %H:%M} " + _("起")
                )
                + ("" if slot.page.live else _("，页面还没有发布")),
                is_urgent=not slot.page.live,
            )
            for slot in slots
        )


class ErrataPanel(LinesPanel):
    name = "errata"
    order = 65
    heading = gettext_lazy("等我核对的勘误")
    empty = gettext_lazy("没有等你核对的勘误。")

    def find(self, request: HttpRequest) -> Found:
        others = Erratum.objects.waiting().exclude(proposed_by=request.user.pk)
        return _some(
            Line(
                str(erratum.clause),
                reverse("publicity_erratum", args=[erratum.pk]),
                _age(erratum.proposed_at),
            )
            for erratum in others.select_related("clause__version__regulation")
        )


def panels_for(request: HttpRequest) -> list[Component]:
    """Return what this role needs, and nothing else."""
    if not writes(request):
        return []
    panels: list[Component] = [TodayPanel()]
    if publishes(request):
        panels.append(ReviewsPanel())
    # Who looks after the accounts may compare a text too, but is not asked to.
    looks_after_accounts = request.user.has_perm("users.change_user")
    if request.user.has_perm(PUBLISH_WORDINGS) and not looks_after_accounts:
        panels.append(ErrataPanel())
    panels += [
        RefusedPanel(),
        SentBackPanel(),
        ScheduledPanel(),
        StaleColumnsPanel(),
        MissingDaysPanel(),
        MyPagesPanel(),
    ]
    if request.user.has_perm("home.change_headlineslot"):
        panels.append(HeadlinePanel())
    return panels
