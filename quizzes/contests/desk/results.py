"""The places before they are shown, and the tables for those who hand out prizes."""

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs, refused, staff
from portal.refusals import NotAllowed, Refused
from portal.timeline.services import record
from quizzes.contests.desk.contests import contest_or_404
from quizzes.contests.desk.forms import RevealForm
from quizzes.contests.desk.units import sheet
from quizzes.contests.models import Contest, ParticipantContact
from quizzes.contests.permissions import EXPORT, REVEAL, VIEW
from quizzes.contests.results import header, official_stages, places_of, rows_of
from quizzes.contests.services.revealing import reveal_winners
from quizzes.contests.workflow import AttemptState, ContestState

SHOWN = 100


@needs(VIEW)
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, contest_or_404(pk), RevealForm())


@needs(EXPORT)
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the ledger with its flags; that it was taken is written down (Q6)."""
    contest = contest_or_404(pk)
    rows = list(rows_of(contest))
    record(
        contest,
        "export_results",
        by=staff(request),
        from_state=contest.state,
        to_state=contest.state,
        because=_("%s行") % len(rows),
    )
    return sheet(header(), rows, _("成绩"), f"results-{contest.slug}.xlsx")


@needs(EXPORT, REVEAL)
@require_POST
def winners(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_or_404(pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, contest, form, status=422)
    try:
        found = reveal_winners(
            contest, by=staff(request), because=form.cleaned_data["because"]
        )
    except NotAllowed:
        return refused(request)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, contest, form, status=422)
    rows = [
        [
            *(stage, rank, prize, who.name, who.unit_entry or ""),
            contact.phone if contact else "",
            _("监护人") if contact and contact.is_guardians else "",
        ]
        for stage, rank, prize, who, contact in found
    ]
    columns = [
        *(_("阶段"), _("名次"), _("奖项"), _("称呼"), _("代表"), _("手机号"), _("备注"))
    ]
    return sheet(columns, rows, _("获奖名单"), f"winners-{contest.slug}.xlsx")


def _page(
    request: HttpRequest, contest: Contest, form: RevealForm, status: int = 200
) -> HttpResponse:
    user = staff(request)
    return TemplateResponse(
        request,
        "quizzes/contests/desk/results.html",
        {
            "contest": contest,
            "stages": [
                (stage, places_of(stage, SHOWN)) for stage in official_stages(contest)
            ],
            "flagged": AttemptState.FLAGGED,
            "may_export": user.has_perm(EXPORT),
            "may_reveal": contest.state == ContestState.FINAL
            and user.has_perms([EXPORT, REVEAL]),
            "phones_until": ParticipantContact.objects.filter(
                contest=contest
            ).aggregate(first=Min("delete_on"))["first"],
            "form": form,
        },
        status=status,
    )
