"""The second step of a draft: by which clauses, on whose word, until when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.directory.calendar import WorkCalendar
from portal.workflow import TransitionNotAllowed
from publicity.models import Clause
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.models import Category
from reports.complaints.models.categories import due_after
from reports.complaints.workflow import ClockKind
from reports.notices import services
from reports.notices.desk.drafting import draft_or_404, fields_of, version_of
from reports.notices.desk.scopes import may_act, visible_to
from reports.notices.models import InspectionMandate, RectificationNotice
from reports.notices.refusals import Refused, Stale
from reports.notices.workflow import NoticeState

MOST_FOUND = 12


class CompleteForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    mandate = forms.ModelChoiceField(
        label=gettext_lazy("督查授权"),
        queryset=InspectionMandate.objects.none(),
        required=False,
    )
    clauses = forms.ModelMultipleChoiceField(
        label=gettext_lazy("依据条款"),
        queryset=Clause.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    q = forms.CharField(label=gettext_lazy("找条款"), max_length=60, required=False)
    limit = forms.IntegerField(
        label=gettext_lazy("整改时限"), min_value=1, max_value=400
    )
    clock = forms.ChoiceField(label=gettext_lazy("单位"), choices=ClockKind.choices)
    needs_plan = forms.BooleanField(
        label=gettext_lazy("先报原因和整改方案"), required=False
    )
    consequence = forms.CharField(
        label=gettext_lazy("逾期后果"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def __init__(
        self, *args: Any, notice: RectificationNotice, words: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        checked_on = timezone.localdate(notice.checked_at)
        chosen = list(notice.clauses.values_list("pk", flat=True))
        suggested = suggested_clauses(notice)
        found = find_clauses(words, checked_on) if words else []
        offered = [*chosen, *suggested, *found]
        clauses: Any = self.fields["clauses"]
        clauses.queryset = Clause.objects.filter(pk__in=offered)
        mandate: Any = self.fields["mandate"]
        mandate.queryset = alive = InspectionMandate.objects.alive(checked_on)
        if not self.is_bound:
            first = alive.first() if notice.mandate is None else notice.mandate
            self.initial = {
                **self.initial,
                "version": notice.version,
                "mandate": first,
                "clauses": chosen or suggested,
                "limit": notice.limit,
                "clock": notice.clock,
                "needs_plan": notice.needs_plan,
                "consequence": notice.consequence
                or _("逾期未改的，按规定催办、曝光，并提请问责。"),
            }


@needs("change_rectificationnotice")
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a draft; with the right to, sign it at once."""
    user = staff(request)
    notice = draft_or_404(user, pk)
    if not may_act(user):
        return refused(request)
    words = request.POST.get("q", "").strip()[:60]
    if request.method != "POST":
        return _page(request, notice, CompleteForm(notice=notice, words=""))
    form = CompleteForm(request.POST, notice=notice, words=words)
    if not form.is_valid():
        return _page(request, notice, form, status=422)
    said = form.cleaned_data
    fields = fields_of(notice)
    fields.update(
        {
            "mandate": said["mandate"],
            "clauses": list(said["clauses"]),
            "limit": said["limit"],
            "clock": ClockKind(said["clock"]),
            "needs_plan": said["needs_plan"],
            "consequence": said["consequence"],
        }
    )
    notice.version = version_of(request)
    try:
        services.revise_draft(notice, by=user, **fields)
        if "issue" in request.POST:
            if not user.has_perm("reports.issue_notice"):
                return refused(request)
            services.issue(notice, by=user)
            return redirect("notice_desk:case", pk)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = draft_or_404(user, pk)
        kept = request.POST.copy()
        kept["version"] = str(fresh.version)
        return _page(
            request,
            fresh,
            CompleteForm(kept, notice=fresh, words=words),
            problem=str(refusal),
            status=409 if isinstance(refusal, Stale) else 422,
        )
    if "find" not in request.POST:
        return redirect("notice_desk:case", pk)
    fresh = draft_or_404(user, pk)
    again = CompleteForm(initial={"q": words}, notice=fresh, words=words)
    return _page(request, fresh, again, words=words)


def suggested_clauses(notice: RectificationNotice) -> list[int]:
    """Return what the kinds of its problems rest on and was in force at the check."""
    kinds = Category.objects.filter(
        Q(pk=notice.category_id)
        | Q(pk__in=notice.problems.order_by().values("category"))
    )
    in_force = Clause.objects.in_force(timezone.localdate(notice.checked_at))
    about = in_force.filter(categories__in=kinds.values("pk")).distinct()
    return list(about.values_list("pk", flat=True)[:MOST_FOUND])


def find_clauses(words: str, on: Any) -> list[int]:
    """Return articles in force that have all the words, by title, number or text."""
    found = Clause.objects.in_force(on).articles()
    for word in words.split()[:4]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(label__icontains=word)
            | Q(text__icontains=word)
            | Q(version__regulation__title__icontains=word)
        )
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])


def due_if_issued(notice: RectificationNotice, now: datetime) -> datetime:
    clock = ClockKind(notice.clock)
    return due_after(now, notice.limit, clock, WorkCalendar.current())


def _earlier(
    request: HttpRequest, notice: RectificationNotice
) -> Sequence[RectificationNotice]:
    """Return what the unit has at hand already around there: no second burden."""
    found = (
        visible_to(staff(request))
        .filter(unit=notice.unit)
        .exclude(pk=notice.pk)
        .exclude(state__in=[NoticeState.DISCARDED, NoticeState.REVOKED])
    )
    near = Q(street=notice.street_id) if notice.street_id else Q(pk__in=[])
    if notice.point:
        near |= Q(pk__in=found.near(notice.point, 100).values("pk"))
    return list(found.filter(near).order_by("-pk")[:5])


def _page(
    request: HttpRequest,
    notice: RectificationNotice,
    form: CompleteForm,
    *,
    words: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    response = TemplateResponse(
        request,
        "reports/notices/desk/complete.html",
        {
            "notice": notice,
            "form": form,
            "words": words,
            "due_at": due_if_issued(notice, timezone.now()),
            "earlier": _earlier(request, notice),
            "may_issue": staff(request).has_perm("reports.issue_notice"),
            "problem": problem,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
