"""A paper while it is written, when it is handed in, and what came of it.

Nothing of the key is on any page before the hand-in, nor while another paper of the
same participant is being written (Q1).
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.refusals import Refused
from quizzes.bank.asking import SHOWN, ask, tell
from quizzes.bank.marking import BadAnswer
from quizzes.bank.workflow import MarkRule
from quizzes.contests.models import Attempt, AttemptItem, Participant
from quizzes.contests.public.gate import (
    by_private_link,
    column,
    refuse_link,
    sealed,
    token_of,
)
from quizzes.contests.public.links import Shown, links_of_attempt, links_of_contest
from quizzes.contests.public.looks import clock, in_words
from quizzes.contests.public.participant import address_of, crumbs_of
from quizzes.contests.public.passing_on import passed_on
from quizzes.contests.services.finishing import close_if_over, hand_in
from quizzes.contests.services.standings import Placing, placing_of, standing_of
from quizzes.contests.services.writing import (
    answered,
    is_question_over,
    item_of,
    items_of,
    keep_answer,
    mark_shown,
    paper_of,
    question_ends_at,
    save_item,
    unanswered,
    wordings_of,
)
from quizzes.contests.workflow import AttemptState, Reveals
from quizzes.practice.scores import by_topic

LONGEST_CLOCK = 99 * 60  # seconds that a clock of minutes can show


@csrf_exempt  # who forges a form must know its address, and then has the link
@require_http_methods(["GET", "HEAD", "POST"])
def question(
    request: HttpRequest, slug: str, token: str, attempt: int, position: int
) -> HttpResponse:
    """Show one question, or keep its answer: the busiest page, so without the gate.

    The secret itself is asked for in the one query that reads or writes the question.
    """
    if request.method == "POST":
        return _save(request, token, attempt, position)
    item = item_of(token, attempt, position)
    if item is None:
        return refuse_link(request)
    paper = close_if_over(item.attempt)
    if paper.state != AttemptState.IN_PROGRESS:
        return sealed(redirect("contests:result", slug, token, attempt))
    return sealed(_question_page(request, item))


@require_safe
def questions(
    request: HttpRequest, slug: str, token: str, attempt: int
) -> HttpResponse:
    """Give a script the whole paper: it goes on without a network between questions.

    Not where each question has its own clock, which begins when it is seen.
    """
    items = items_of(token, attempt)
    if not items:
        return refuse_link(request)
    paper = close_if_over(items[0].attempt)
    if paper.state != AttemptState.IN_PROGRESS:
        return sealed(redirect("contests:result", slug, token, attempt))
    if paper.stage.question_limit is not None:
        raise Http404(_("这份题一题一题地给。"))
    now = timezone.now()
    around = _address_of(request, attempt), _time_of(paper, now), now
    pieces = [_piece(item, *around) for item in items]
    return sealed(
        TemplateResponse(request, "quizzes/contests/questions.html", {"pieces": pieces})
    )


def _save(
    request: HttpRequest, token: str, attempt: int, position: int
) -> HttpResponse:
    posted = dict(request.POST.lists())
    if keep_answer(token, attempt, position, posted):
        return sealed(_saved(request, attempt, position))
    item = item_of(token, attempt, position)
    if item is None:
        return refuse_link(request)
    try:
        save_item(item, posted)
    except Refused as refusal:
        return sealed(_not_saved(request, item, refusal))
    return sealed(_saved(request, attempt, position))


def _saved(request: HttpRequest, attempt: int, position: int) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"is_saved": True})
    if request.POST.get("go") == "stay":
        return redirect(request.path)
    is_last = position == len(wordings_of(attempt))
    paper = _address_of(request, attempt)
    return redirect(f"{paper}{'hand-in' if is_last else position + 1}/")


def _not_saved(
    request: HttpRequest, item: AttemptItem, refusal: Refused
) -> HttpResponse:
    status = 400 if isinstance(refusal, BadAnswer) else 409
    if _is_script(request):
        said = {"problem": str(refusal), "is_over": status == 409}
        return JsonResponse(said, status=status)
    if close_if_over(item.attempt).state != AttemptState.IN_PROGRESS:
        return _result_page(request, item.attempt, str(refusal), status=status)
    return _question_page(request, item, problem=str(refusal), status=status)


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _question_page(
    request: HttpRequest, item: AttemptItem, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """Show a question; for a script that goes on from another one, the question alone."""
    mark_shown(item)
    paper = _address_of(request, item.attempt_id)
    now = timezone.now()
    piece = _piece(item, paper, _time_of(item.attempt, now), now)
    context = {"piece": piece, "problem": problem}
    if request.GET.get("only") == "question":
        template = "quizzes/contests/_asked.html"
    else:
        template = "quizzes/contests/question.html"
        context |= _around(request, item, paper)
    return TemplateResponse(request, template, context, status=status)


def _time_of(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Return what is left of a paper's time, alike for all of its pieces."""
    return {
        "left": _left(attempt, now),
        "left_in_words": _left_in_words(attempt, now),
    }


def _piece(
    item: AttemptItem, paper: str, time: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return what the part of the page holds that a script exchanges."""
    attempt, n, last = item.attempt, item.position, item.attempt.n_questions
    return {
        "n": n,
        "total": last,
        "counted": _("第%(n)s题，共%(total)s题") % {"n": n, "total": last},
        "is_saved": item.answered_at is not None,
        "asked": ask(
            item.version,
            item.order,
            position=n,
            total=last,
            points=item.points,
            given=item.answer,
            rule=MarkRule(attempt.stage.mark_rule),
        ),
        "is_over": is_question_over(item, now),
        **time,
        "question_left": _seconds(question_ends_at(item), now),
        "here": f"{paper}{n}/",
        "before": f"{paper}{n - 1}/" if n > 1 else "",
        "after": f"{paper}{n + 1}/" if n < last else "",
        "hand_in": f"{paper}hand-in/",
    }


def _around(request: HttpRequest, item: AttemptItem, paper: str) -> dict[str, Any]:
    """Return what stands around a question: the card of numbers, the way back."""
    token = token_of(request)
    participant = item.attempt.participant
    return {
        "column": column(),
        "crumbs": crumbs_of(participant, token),
        "crumb": item.attempt.stage.title,
        "contest": participant.contest,
        "stage": item.attempt.stage,
        "questions": f"{paper}questions/",
        "result": f"{paper}result/",
        "card": [
            (position, f"{paper}{position}/", is_given)
            for position, is_given in answered(item.attempt).items()
        ],
    }


@by_private_link
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_paper(
    request: HttpRequest, participant: Participant, attempt: int
) -> HttpResponse:
    """Ask once more, saying what has no answer; then hand in. Twice is once."""
    paper = close_if_over(_paper_or_404(participant, attempt))
    slug, token = participant.contest.slug, token_of(request)
    if request.method == "POST":
        hand_in(paper)
    if paper.state != AttemptState.IN_PROGRESS:
        return redirect("contests:result", slug, token, paper.pk)
    missing = unanswered(paper)
    return TemplateResponse(
        request,
        "quizzes/contests/hand_in.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant, token),
            "crumb": _("交卷"),
            "contest": participant.contest,
            "attempt": paper,
            "left_in_words": _left_in_words(paper, timezone.now()),
            "missing": [
                (
                    position,
                    reverse(
                        "contests:question", args=[slug, token, paper.pk, position]
                    ),
                )
                for position in missing
            ],
            "back": reverse(
                "contests:question",
                args=[slug, token, paper.pk, missing[0] if missing else 1],
            ),
        },
    )


@by_private_link
@require_safe
def result(
    request: HttpRequest, participant: Participant, attempt: int
) -> HttpResponse:
    paper = close_if_over(_paper_or_404(participant, attempt))
    if paper.state == AttemptState.IN_PROGRESS:
        return redirect(address_of(paper, participant.contest.slug, token_of(request)))
    return _result_page(request, paper)


def _result_page(
    request: HttpRequest, attempt: Attempt, problem: str = "", *, status: int = 200
) -> HttpResponse:
    token, now = token_of(request), timezone.now()
    participant, stage = attempt.participant, attempt.stage
    standing = standing_of(participant, stage)
    is_void = attempt.state == AttemptState.VOID
    is_revealed = may_reveal(attempt, now)
    items = _marked(attempt) if is_revealed else []
    told = _told(attempt, items)
    return TemplateResponse(
        request,
        "quizzes/contests/result.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant, token),
            "crumb": _("成绩"),
            "contest": participant.contest,
            "stage": stage,
            "attempt": attempt,
            "participant": participant,
            "token": token,
            "is_void": is_void,
            "is_expired": attempt.state == AttemptState.EXPIRED,
            "n_wrong": attempt.n_questions - attempt.n_right,
            "time": clock(attempt.seconds),
            "standing": standing,
            "is_counted": standing is not None and standing.attempt_id == attempt.pk,
            "placing": placing_of(standing) if standing else Placing(),
            "told": told,
            "shares": by_topic(told, {each.version_id: each.version for each in items}),
            "is_revealed": is_revealed,
            "reveals_on": in_words(stage.closes_at)
            if stage.reveals == Reveals.ON_CLOSE and not is_revealed
            else "",
            "links": _links(attempt, token),
            "problem": problem,
            **({} if is_void else passed_on(request, attempt)),
        },
        status=status,
    )


def _links(attempt: Attempt, token: str) -> list[Shown]:
    """Return where to go on: of two that are called the same, the reader's own."""
    of_all = links_of_contest(attempt.participant.contest)
    by_label = {link.label: link for link in of_all}
    by_label |= {link.label: link for link in links_of_attempt(attempt, token)}
    return list(by_label.values())


def may_reveal(attempt: Attempt, now: datetime) -> bool:
    """Tell whether the key may be shown: as the stage says, and to nobody still writing."""
    stage = attempt.stage
    if stage.reveals == Reveals.NEVER or attempt.finished_at is None:
        return False
    if stage.reveals == Reveals.ON_CLOSE and now < stage.closes_at:
        return False
    writing = Attempt.objects.filter(
        participant_id=attempt.participant_id, state=AttemptState.IN_PROGRESS
    )
    if stage.reveals == Reveals.ON_CLOSE:
        # Who began late may still be within the grace.
        others = Attempt.objects.filter(
            stage=stage, state=AttemptState.IN_PROGRESS, closes_at__gt=now
        )
        return not (writing | others).exists()
    return not writing.exists()


def _marked(attempt: Attempt) -> list[AttemptItem]:
    items = attempt.items.select_related(*(f"version__{name}" for name in SHOWN))
    return list(items.order_by("position"))


def _told(attempt: Attempt, items: list[AttemptItem]) -> list[Any]:
    rule = MarkRule(attempt.stage.mark_rule)
    return [
        tell(
            ask(
                item.version,
                item.order,
                position=item.position,
                total=attempt.n_questions,
                points=item.points,
                given=item.answer,
                rule=rule,
            ),
            item.version,
            rule,
        )
        for item in items
    ]


def _paper_or_404(participant: Participant, pk: int) -> Attempt:
    found = paper_of(participant, pk)
    if found is None or found.state == AttemptState.ABANDONED:
        raise Http404
    return found


def _left(attempt: Attempt, now: datetime) -> int:
    """Return the seconds to the end that is told."""
    ends = attempt.ends_at or attempt.stage.closes_at
    return _seconds(ends, now) or 0


def _left_in_words(attempt: Attempt, now: datetime) -> str:
    """Write what is left as a clock; far from the end, when the end is."""
    left = _left(attempt, now)
    if left <= LONGEST_CLOCK:
        return _("还剩 %s") % clock(left)
    ends = attempt.ends_at or attempt.stage.closes_at
    return _("%s前交卷") % in_words(ends)


def _seconds(ends: datetime | None, now: datetime) -> int | None:
    return None if ends is None else max(0, int((ends - now).total_seconds()))


def _address_of(request: HttpRequest, attempt: int) -> str:
    """Return what the addresses of a paper begin with: one search for all of them."""
    slug = request.resolver_match.kwargs["slug"] if request.resolver_match else ""
    at = reverse("contests:hand_in", args=[slug, token_of(request), attempt])
    return at.removesuffix("hand-in/")
