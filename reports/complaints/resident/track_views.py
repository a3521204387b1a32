"""Where a resident looks what became of it: number and code, for half an hour."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.evidence.models import PublicCopy
from portal.evidence.views import FOR_STAFF, send_file
from portal.throttle import network_of
from reports.complaints.models import Complaint, EvidenceRole
from reports.complaints.resident.hub import resident_hub
from reports.complaints.resident.private import framed, private
from reports.complaints.resident.sealed import VISIT, open_visit, visited
from reports.complaints.resident.story import Story, is_shown, story_of
from reports.complaints.services.submitting import find_complaint
from reports.complaints.throttling import code_was_right, may_try_code


@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for number and code. Wrong, unknown, hidden: one and the same answer (C3)."""
    if request.method != "POST":
        opened = visited(request)
        if opened and number in {"", opened.number}:
            return _to_mine()
        return _ask(request, number)
    number = request.POST.get("number", "").strip().upper()
    network = network_of(request)
    verdict = may_try_code(network, number)
    if not verdict.is_allowed:
        said = _(
            "试的次数太多了，请%(minutes)s分钟后再查。忘了查询码，请打电话换新码。"
        )
        response = _ask(
            request, number, said % {"minutes": verdict.wait_minutes}, status=429
        )
        response["Retry-After"] = str(verdict.wait_minutes * 60)
        return response
    complaint = find_complaint(number, request.POST.get("code_token", ""))
    if complaint is None:
        said = _("单号和查询码对不上。请照票根再输一次，字母不分大小写。")
        return _ask(request, number, said, status=404)
    code_was_right(network, number)
    response = _to_mine()
    open_visit(request, response, complaint)
    return response


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    complaint = visited(request)
    if complaint is None:
        return HttpResponseRedirect(reverse("resident:track"))
    return show(request, complaint)


def show(
    request: HttpRequest, complaint: Complaint, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show the page of a complaint that was opened, with what `more` it has to say."""
    return TemplateResponse(
        request,
        "reports/resident/mine.html",
        framed(
            _("查进度"),
            (_("随手拍"), reverse("resident:new")),
            story=story_of(complaint),
            panels=resident_hub.show(complaint, request),
            complaint=complaint,
            done=request.GET.get("done", "") if request.method != "POST" else "",
            **more,
        ),
        status=status,
    )


@private
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(reverse("resident:track"))
    response.status_code = 303
    VISIT.drop(response)
    return response


@private
@require_safe
def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show a picture of the complaint that was opened, and of no other."""
    complaint = visited(request)
    link = (
        complaint.evidence_links.select_related("evidence")
        .filter(evidence__public_id=public_id)
        .first()
        if complaint
        else None
    )
    if link is None or not is_shown(link):
        raise Http404
    evidence = link.evidence
    if link.role != EvidenceRole.AFTER:
        return send_file(request, evidence.canvas, cache_control=FOR_STAFF)
    copy = evidence.public_copies.filter(use=PublicCopy.Use.SMALL).first()
    if copy is None:
        raise Http404
    return send_file(request, copy.file, cache_control=FOR_STAFF)


@private
@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """Give out all that is kept of a complaint, to whoever sent it (PR-08)."""
    complaint = visited(request)
    if complaint is None:
        return HttpResponseRedirect(reverse("resident:track"))
    response = JsonResponse(
        _all_of(story_of(complaint)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = f'attachment; filename="{complaint.number}.json"'
    return response


def _all_of(story: Story) -> dict[str, Any]:
    complaint, reporter = story.complaint, story.reporter
    return {
        "单号": complaint.number,
        "提交时间": timezone.localtime(complaint.submitted_at).isoformat(
            "T", "seconds"
        ),
        "性质": complaint.get_kind_display(),
        "类别": complaint.category.name,
        "地点": complaint.place_text,
        "片区": str(complaint.area or ""),
        "街道": str(complaint.street or ""),
        "位置": [complaint.lat, complaint.lon] if complaint.point else None,
        "内容": complaint.text,
        "身份": complaint.get_identity_mode_display(),
        "年龄段": complaint.get_age_band_display(),
        "告知版本": str(complaint.privacy_notice),
        "联系方式": {
            "姓名": reporter.name,
            "电话": reporter.phone,
            "邮箱": reporter.email,
            "接收通知": reporter.wants_notice,
            "可以回访": reporter.may_be_called,
            "可以告知承办单位": reporter.may_be_told_unit,
        }
        if reporter
        else None,
        "照片和视频": [
            {
                "种类": shown.link.evidence.get_kind_display(),
                "字节数": shown.link.evidence.size,
                "位置": [shown.link.evidence.latitude, shown.link.evidence.longitude]
                if shown.link.evidence.latitude is not None
                else None,
            }
            for shown in [*story.before, *story.replies]
        ],
        "状态": complaint.get_state_display(),
        "办理经过": [
            {
                "时间": timezone.localtime(chapter.at).isoformat("T", "seconds"),
                "事项": chapter.title,
                "内容": [": ".join(filter(None, words)) for words in chapter.words],
            }
            for chapter in story.chapters
        ],
        "个人信息申请": [
            {
                "事项": each.get_kind_display(),
                "结果": each.get_state_display(),
                "答复": each.reply,
            }
            for each in story.rights
        ],
    }


def _ask(
    request: HttpRequest, number: str, said: str = "", *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/resident/track.html",
        framed(
            _("查进度"),
            (_("随手拍"), reverse("resident:new")),
            number=number[:20],
            said=said,
        ),
        status=status,
    )


def _to_mine() -> HttpResponse:
    response = HttpResponseRedirect(reverse("resident:mine"))
    response.status_code = 303
    return response
