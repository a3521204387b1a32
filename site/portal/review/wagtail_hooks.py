import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.review.gate import (
    NotReleased,
    latest_findings,
    refuse_unless_released,
    why_not_review,
)
from portal.review.models import TakeDownReason, Wording


class WordingViewSet(SnippetViewSet):
    model = Wording
    icon = "warning"
    menu_label = gettext_lazy("易错和禁用语")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["pattern", "advice", "severity"]
    list_filter = ["severity"]
    search_fields = ["pattern", "advice"]


register_snippet(WordingViewSet)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_findings(request: HttpRequest, page: Any) -> None:
    """Say at once what the reviewers would find, when an item is sent to them."""
    if "action-submit" in request.POST and getattr(page, "needs_review", False):
        for finding in latest_findings(page):
            messages.warning(request, str(finding))


@hooks.register("before_edit_page")
def let_nothing_save_itself(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Keep a touch of the keyboard from making an author of a reviewer."""
    saves_itself = request.method == "POST" and not request.accepts("text/html")
    if not (saves_itself and getattr(page, "needs_review", False)):
        return None
    if not page.workflow_in_progress:
        return None
    sentence = _("审核中的稿件不自动保存。要改请退回修改，或点“保存草稿”重新送审。")
    return JsonResponse(
        {"success": False, "error_code": "in_review", "error_message": sentence},
        status=400,
    )


@hooks.register("before_edit_page")
def review_what_is_saved(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Review the version on the screen, and save nothing.

    Wagtail would first save the form, which makes an author of the reviewer even
    where only the order of a text's attributes differs.
    """
    if "action-workflow-action" not in request.POST:
        return None
    if not getattr(page, "needs_review", False):
        return None
    user: Any = request.user  # the admin lets nobody else in
    state, action = page.current_workflow_task_state, _asked_action(request)
    task = state and state.task.specific
    if task is None or not _is_on_screen(request, state.revision):
        raise NotReleased(_("这一稿刚刚有变动，请刷新页面再看一遍。"))
    if action not in {name for name, *_rest in task.get_actions(page, user)}:
        raise NotReleased(
            why_not_review(page, task.level, user)
            or _("这一步现在不能做，请刷新页面再看。")
        )
    form = task.get_form_for_action(action)(_asked_details(request))
    if not form.is_valid():
        raise NotReleased(_("请写明理由。"))
    task.on_action(state, user, action, **form.cleaned_data)
    messages.success(
        request,
        _("已处理：《%(title)s》。") % {"title": page.get_admin_display_title()},
    )
    away = get_valid_next_url_from_request(request)
    return redirect(
        away or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    )


def _asked_action(request: HttpRequest) -> str:
    return request.POST.get("workflow-action-name", "")


def _asked_details(request: HttpRequest) -> dict[str, Any]:
    try:
        details = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}


def _is_on_screen(request: HttpRequest, revision: Revision) -> bool:
    """Tell whether the editor loaded this very version, as it is stored now."""
    loaded = request.POST.get("loaded_revision_id")
    at = request.POST.get("loaded_revision_created_at")
    return loaded == str(revision.pk) and at == revision.created_at.isoformat()


@hooks.register("before_publish_page")
def refuse_before_it_is_tried(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Keep what the editor typed: the draft is saved, and he is back at it."""
    specific = page.specific
    try:
        if hasattr(specific, "needs_review"):
            refuse_unless_released(specific, page.get_latest_revision())
    except NotReleased as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_unpublish_page")
def ask_for_a_reason(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Nothing vanishes without a reason that readers are told."""
    if not getattr(page, "needs_review", False):
        return None
    reason = request.POST.get("take_down_reason", "")
    if reason not in TakeDownReason.values:
        messages.error(request, _("请选择下线原因，读者在原网址会看到。"))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    note = request.POST.get("take_down_note", "").strip()[:200]
    page.take_down_as = (TakeDownReason(reason), note, request.user)
    return None


@hooks.register("before_bulk_action")
def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Items go live by their reviews, and off with a reason each: never in bulk."""
    if action_type not in {"publish", "unpublish"} or request.method != "POST":
        return None
    include = bool(request.POST.get("include_descendants"))
    for page in objects:
        if include or getattr(page.specific_class, "needs_review", False):
            messages.error(
                request,
                _("请逐条提交审核，三审齐了自动发布。")
                if action_type == "publish"
                else _("请逐条下线，每条写明原因。"),
            )
            return redirect(action.next_url)
    return None
