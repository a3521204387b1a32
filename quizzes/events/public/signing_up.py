"""Taking part: the form, the ticket, the page behind the code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from portal.codes import read_code
from portal.frame.sites import government_of
from portal.refusals import Refused
from portal.throttle import network_of, spend_each
from portal.tokens import new_token
from portal.workflow import TransitionNotAllowed
from quizzes.events.forms import ChangeForm, SignUpForm
from quizzes.events.models import Activity, SignUp, SignUpContact
from quizzes.events.public.gate import by_code, look_up, sealed, wait
from quizzes.events.public.looks import column, crumbs
from quizzes.events.services import signing_up as services
from quizzes.events.services.consent import consent_text_for
from quizzes.events.workflow import ActivityState, Door

OPEN_DOORS = (Door.OPEN, Door.WAITING)


@csrf_exempt  # the form has a key of its own, and nobody is logged in
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    activity = get_object_or_404(
        Activity.objects.public().select_related("host", "area"), slug=slug
    )
    if not activity.takes_sign_ups:
        raise Http404(_("这个活动不用报名。"))
    if request.method != "POST":
        return _form(request, activity, SignUpForm(activity=activity), new_token())
    form = SignUpForm(request.POST, activity=activity)
    key = request.POST.get("form_token", "")
    if not form.is_valid() or request.POST.get("website"):
        return _form(request, activity, form, key or new_token(), status=422)
    network = f"{timezone.localdate()} {network_of(request)}"
    verdict = spend_each(("activity_sign_up", network), ("activity_all", slug))
    if not verdict.is_allowed:
        return wait(request, verdict)
    try:
        ticket = services.sign_up(activity, form.answers(), form_key=key)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, activity, form, key or new_token(), status=422)
    return sealed(
        TemplateResponse(
            request,
            "quizzes/events/done.html",
            {
                **_about(activity, _("报名回执")),
                "sign_up": ticket.sign_up,
                "code": ticket.code,
                "private": _private(request, activity, ticket.code),
            },
        )
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code that was written down; lead to the page behind it."""
    typed, fault = request.POST.get("code_token", ""), ""
    if request.method == "POST":
        found, verdict = look_up(request, typed)
        if not verdict.is_allowed:
            return wait(request, verdict)
        if found is not None:
            address = reverse(
                "activities:mine", args=[found.activity.slug, read_code(typed)]
            )
            response = redirect(address)
            response.status_code = 303
            return sealed(response)
        fault = (
            _("没有这个报名码。请核对一遍：13位字母数字和1位校验码。")
            if typed.strip()
            else _("请填写报名码。")
        )
    return sealed(
        TemplateResponse(
            request,
            "quizzes/events/code.html",
            {
                "column": column(),
                "crumbs": crumbs(),
                "crumb": _("凭报名码查看"),
                "typed": typed[:40],
                "fault": fault,
            },
            status=422 if fault else 200,
        )
    )


@by_code
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, found: SignUp, token: str) -> HttpResponse:
    return _mine(request, found, token)


@by_code
@require_POST
def change(request: HttpRequest, found: SignUp, token: str) -> HttpResponse:
    form = ChangeForm(request.POST, activity=found.activity)
    if not form.is_valid():
        return _mine(request, found, token, form=form, status=422)
    wanted = {"party_size": found.party_size, **form.cleaned_data}
    try:
        _check_version(request, found)
        services.change_sign_up(found, **wanted)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _mine(request, found, token, form=form, status=422)
    return _back(found, token, "changed")


@by_code
@require_POST
def cancel(request: HttpRequest, found: SignUp, token: str) -> HttpResponse:
    try:
        services.cancel_sign_up(found)
    except TransitionNotAllowed:  # pressed twice: it is cancelled, as was wished
        pass
    except Refused as refusal:
        return _mine(request, found, token, fault=str(refusal), status=422)
    return _back(found, token, "cancelled")


def _check_version(request: HttpRequest, found: SignUp) -> None:
    if request.POST.get("version") != str(found.version):
        raise Refused(_("这次报名刚刚有了变化。请看过最新情况再改。"))


def _back(found: SignUp, token: str, done: str) -> HttpResponse:
    address = reverse("activities:mine", args=[found.activity.slug, token])
    response = redirect(f"{address}?done={done}")
    response.status_code = 303
    return response


def _form(
    request: HttpRequest,
    activity: Activity,
    form: SignUpForm,
    key: str,
    *,
    status: int = 200,
) -> HttpResponse:
    return sealed(
        TemplateResponse(
            request,
            "quizzes/events/sign_up.html",
            {
                **_about(activity, _("报名")),
                "form": form,
                "form_token": key,
                "door": activity.door,
                "is_open": activity.door in OPEN_DOORS,
                "consent": consent_text_for(activity),
            },
            status=status,
        )
    )


def _mine(
    request: HttpRequest,
    found: SignUp,
    token: str,
    *,
    form: ChangeForm | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    activity = found.activity
    contact = SignUpContact.objects.filter(sign_up=found).first()
    may_change = (
        found.is_living
        and activity.state == ActivityState.PUBLISHED
        and timezone.now() < activity.starts_at
    )
    if form is None:
        form = ChangeForm(
            activity=activity,
            initial={
                "party_size": found.party_size,
                "group": contact.group if contact else "",
                "remark": contact.remark if contact else "",
            },
        )
    return TemplateResponse(
        request,
        "quizzes/events/mine.html",
        {
            **_about(activity, _("我的报名")),
            "sign_up": found,
            "place_in_line": found.place_in_line,
            "code": read_code(token),
            "token": token,
            "private": _private(request, activity, token),
            "form": form if may_change and form.fields else None,
            "may_cancel": found.is_living
            and activity.state == ActivityState.PUBLISHED
            and timezone.now() < activity.ends_at,
            "phone": _masked(contact.phone) if contact else "",
            "delete_on": contact.delete_on if contact else None,
            "fault": fault,
            "done": request.GET.get("done", ""),
        },
        status=status,
    )


def _about(activity: Activity, crumb: str) -> dict[str, object]:
    return {
        "column": column(),
        "crumbs": [*crumbs(), (activity.title, activity.get_absolute_url())],
        "crumb": crumb,
        "activity": activity,
    }


def _private(request: HttpRequest, activity: Activity, token: str) -> str:
    root: str = government_of(request).site.root_url
    return root + reverse("activities:mine", args=[activity.slug, token])


def _masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""
