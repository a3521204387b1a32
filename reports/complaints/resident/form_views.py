"""The form: one page, three short steps, complete without scripts."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.directory.geometry import Point
from portal.evidence.models import Evidence
from portal.evidence.storing import StorageFull
from portal.throttle import network_of
from portal.typed import clean
from reports.complaints.models import Category, Complaint, PrivacyNotice
from reports.complaints.refusals import Refused
from reports.complaints.resident.forms import TEXT_MOST, ReportForm, point_of
from reports.complaints.resident.nearby import find_nearby
from reports.complaints.resident.private import framed, private
from reports.complaints.resident.proof import bits_wanted, is_proof
from reports.complaints.resident.sealed import (
    FOLLOWS,
    TICKET,
    new_key,
    read_key,
    read_stamp,
    seal_photo,
    stamp,
    unseal_photos,
)
from reports.complaints.services.merging import follow
from reports.complaints.services.picturing import (
    MOST_VIDEOS,
    receive_files,
    submit_with_evidence,
)
from reports.complaints.services.submitting import was_sent
from reports.complaints.throttling import may_ask_nearby, may_send_file, may_submit

HONEYPOT = "website"


@dataclass
class Draft:
    """What stands on the page beside the fields, and what is wrong with it."""

    key: str
    notice: PrivacyNotice
    evidence: list[Evidence] = field(default_factory=list)
    photo_errors: list[str] = field(default_factory=list)
    said: str = ""  # above the form, where it is no fault of a field
    nearby: list[Complaint] = field(default_factory=list)
    is_again: bool = False

    @property
    def n_photos(self) -> int:
        return sum(each.is_photo for each in self.evidence)

    @property
    def photo_point(self) -> Point | None:
        for each in self.evidence:
            if each.latitude is not None and each.longitude is not None:
                return Point(each.latitude, each.longitude)
        return None


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    key = read_key(request.POST.get("form_token", ""))
    notice = (
        PrivacyNotice.objects.in_force(timezone.now())
        .annotate(was_sent=was_sent(key))
        .first()
    )
    if notice is None:
        return TemplateResponse(
            request, "reports/resident/closed.html", framed(_("随手拍")), status=503
        )
    if request.method != "POST":
        form = ReportForm(initial={"kind": request.GET.get("kind", "")})
        return _page(request, form, Draft(new_key(), notice))
    if vars(notice)["was_sent"]:
        return _ticket(request, key)
    draft = Draft(key or new_key(), notice)
    draft.evidence = unseal_photos(request.POST.getlist("photo_token"), draft.key)
    seen = read_stamp(request.POST.get("time_token", ""))
    # Who was asked to put something right does not wait a second time.
    draft.is_again = seen is not None and seen.is_human
    dropped = set(request.POST.getlist("drop"))
    draft.evidence = [each for each in draft.evidence if each.public_id not in dropped]
    try:
        _receive(request, draft)
    except StorageFull as full:
        draft.said = f"{full.strerror}"
        form = ReportForm(request.POST)
        return _page(request, form, draft, status=503)
    form = ReportForm(request.POST, has_photo_place=draft.photo_point is not None)
    if same := request.POST.get("same", ""):
        return _follow(request, form, draft, same)
    if not form.is_valid() or draft.photo_errors:
        return _page(request, form, draft, status=400)
    if seen is None or not seen.is_human or request.POST.get(HONEYPOT):
        draft.said = _("都收到了，还没有提交。请再按一次“提交”。")
        draft.is_again = True
        return _page(request, form, draft, status=400)
    if seen.notice != notice.pk:
        draft.said = _("个人信息说明刚刚更新过。请看一下，再按一次“提交”。")
        return _page(request, form, draft, status=400)
    if not request.POST.get("is_another"):
        given = form.cleaned_data
        point = given["point"] or draft.photo_point
        draft.nearby = find_nearby(given["category"], point, given["street"])
        if draft.nearby:
            return _page(request, form, draft)
    return _submit(request, form, draft)


def _submit(request: HttpRequest, form: ReportForm, draft: Draft) -> HttpResponse:
    verdict = may_submit(network_of(request))
    if not verdict.is_allowed:
        draft.said = _(
            "现在交的人太多，请%(minutes)s分钟后再按“提交”。您写的字和照片都还在。"
        ) % {"minutes": verdict.wait_minutes}
        return _wait(_page(request, form, draft, status=429), verdict.wait_minutes)
    bits = bits_wanted(verdict.count)
    is_proven = is_proof(draft.key, request.POST.get("sum", ""), bits)
    submission = form.submission(
        key=draft.key, notice=draft.notice, photo_point=draft.photo_point
    )
    try:
        submit_with_evidence(
            submission,
            draft.evidence,
            is_first=True,
            doubt="" if is_proven else _("高峰时段提交，没有做防刷运算，请留意。"),
        )
    except Refused as refusal:
        draft.said = str(refusal)
        return _page(request, form, draft, status=400)
    return _ticket(request, draft.key)


def _receive(request: HttpRequest, draft: Draft) -> None:
    """Take the files of this post; they stay, whatever else is wrong with it."""
    photos = [
        file for file in request.FILES.getlist("photos") if file.size or file.name
    ]
    videos = request.FILES.getlist("video")
    if not (photos or videos):
        return
    verdict = may_send_file(network_of(request))
    if not verdict.is_allowed:
        draft.photo_errors.append(
            _("照片发得太密，请%(minutes)s分钟后再选一次照片。")
            % {"minutes": verdict.wait_minutes}
        )
        return
    has_video = any(not each.is_photo for each in draft.evidence)
    received = receive_files(
        photos,
        [] if has_video else videos,
        kept=draft.n_photos,
        may_use_place=bool(request.POST.get("use_photo_place")),
    )
    draft.evidence += received.evidence
    draft.photo_errors += received.refusals


def _page(
    request: HttpRequest, form: ReportForm, draft: Draft, *, status: int = 200
) -> HttpResponse:
    errors = _errors(form, draft)
    return TemplateResponse(
        request,
        "reports/resident/new.html",
        framed(
            _("随手拍"),
            form=form,
            draft=draft,
            errors=errors,
            kept=[(each, seal_photo(each, draft.key)) for each in draft.evidence],
            time_token=stamp(draft.notice, is_again=draft.is_again),
            chosen=_chosen(form),
            bits=bits_wanted(),
            most_photos=settings.EVIDENCE_MOST_PHOTOS,
            most_text=TEXT_MOST,
            is_bound=form.is_bound,
        ),
        status=status,
    )


def _errors(form: ReportForm, draft: Draft) -> list[tuple[str, str]]:
    """Return what to put right, in the order of the page: the field, and how."""
    if not form.is_bound:
        return []
    found = [("photos", error) for error in draft.photo_errors]
    if form.is_valid():
        return found
    for name in form.fields:
        found += [(name, str(error)) for error in form.errors.get(name, [])]
    return found


def _chosen(form: ReportForm) -> dict[str, str]:
    """Return what stands in each field, as it was typed."""
    return {name: str(form[name].value() or "") for name in form.fields}


def _ticket(request: HttpRequest, key: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse("resident:done"))
    response.status_code = 303
    TICKET.put(request, response, key)
    return response


def _follow(
    request: HttpRequest, form: ReportForm, draft: Draft, number: str
) -> HttpResponse:
    """Follow what is there already, and send nothing: one more who waits for it."""
    found = Complaint.objects.public().open().filter(number=clean(number)[:20]).first()
    if found is None:
        draft.said = _("那一件刚刚有了变化。您可以接着提交自己的。")
        return _page(request, form, draft, status=400)
    token = follow(found, token=FOLLOWS.read(request))
    response = HttpResponseRedirect(
        f"{reverse('resident:followed')}?number={found.number}"
    )
    response.status_code = 303
    FOLLOWS.put(request, response, token)
    return response


@private
@require_POST
def send_file(request: HttpRequest) -> HttpResponse:
    """Take one file at a time, so that a script can show how far it is."""
    key = read_key(request.POST.get("form_token", ""))
    photos = request.FILES.getlist("photos")[:1]
    videos = [] if photos else request.FILES.getlist("video")[:MOST_VIDEOS]
    if not key or not (photos or videos):
        return _said(_("没有收到文件，请重新选择。"), 400)
    verdict = may_send_file(network_of(request))
    if not verdict.is_allowed:
        said = _("照片发得太密，请%(minutes)s分钟后再试。") % {
            "minutes": verdict.wait_minutes
        }
        return _wait(_said(said, 429), verdict.wait_minutes)
    try:
        received = receive_files(
            photos, videos, may_use_place=bool(request.POST.get("use_photo_place"))
        )
    except StorageFull as full:
        return _said(f"{full.strerror}", 503)
    if received.refusals:
        return _said(received.refusals[0].partition("：")[2], 400)
    evidence = received.evidence[0]
    return JsonResponse(
        {
            "token": seal_photo(evidence, key),
            "id": evidence.public_id,
            "has_place": evidence.latitude is not None,
        }
    )


@private
@require_POST
def nearby(request: HttpRequest) -> HttpResponse:
    """Name open public complaints close by. By POST: no log keeps where one stands."""
    if not may_ask_nearby(network_of(request)).is_allowed:
        return JsonResponse({"items": []})
    category = (
        Category.objects.offered()
        .filter(code=clean(request.POST.get("category", ""))[:20])
        .first()
        or Category.objects.offered()
        .filter(family__code=clean(request.POST.get("family", ""))[:20])
        .first()
    )
    point = point_of(request.POST.get("lat", ""), request.POST.get("lon", ""))
    if category is None or point is None:
        return JsonResponse({"items": []})
    return JsonResponse(
        {
            "items": [
                {
                    "number": each.number,
                    "title": f"{each.public_place} {each.category.name}".strip(),
                    "state": str(each.get_state_display()),
                    "day": f"{each.submitted_on.month}月{each.submitted_on.day}日",
                }
                for each in find_nearby(category, point, None)
            ]
        }
    )


def _said(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


def _wait(response: HttpResponse, minutes: int) -> HttpResponse:
    response["Retry-After"] = str(minutes * 60)
    return response
