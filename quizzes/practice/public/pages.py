"""What all pages of practice have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.frame.meta import Column, ColumnType
from quizzes.bank.asking import Asked
from quizzes.bank.models import QuestionVersion
from quizzes.practice.drawing import versions_of
from quizzes.practice.papers import Paper, ask_next, marks, new_paper, seal, told


def column() -> Column:
    return Column(
        name=_("文明答题"),
        type=ColumnType.INTERPRETATION,
        description=_(
            "文明礼仪、双创知识、法律法规、健康知识四类题目，每天十道，答完就看对错和出处。"
        ),
        keywords=_("文明答题,知识问答,文明礼仪,双创知识,法律法规,健康知识"),
    )


def crumbs() -> list[tuple[str, str]]:
    return [(_("文明答题"), reverse("quizzes:start"))]


@dataclass(frozen=True)
class Place:
    """One number of the card: what became of the question."""

    number: int
    is_here: bool
    is_right: bool | None = None  # None: not answered yet


def begin(
    request: HttpRequest,
    versions: Iterable[QuestionVersion],
    *,
    title: str,
    source: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the first question of a new paper, or the honest word that there is none."""
    paper = new_paper(versions, source=source or request.path, title=title)
    if paper is None:
        return TemplateResponse(
            request,
            "quizzes/practice/none.html",
            {
                "column": column(),
                "crumbs": crumbs(),
                "crumb": title,
                "title": title,
                **context,
            },
        )
    keys = [paper.items[0].version_id]
    return show_question(request, paper, versions_of(keys), is_new=True, **context)


def show_question(
    request: HttpRequest,
    paper: Paper,
    versions: dict[int, QuestionVersion],
    *,
    asked: Asked | None = None,
    **context: Any,
) -> HttpResponse:
    asked = asked or ask_next(paper, versions)
    done = marks(told(paper, versions))
    return _show(request, paper, asked, versions, done, **context)


def show_verdict(
    request: HttpRequest, paper: Paper, versions: dict[int, QuestionVersion]
) -> tuple[HttpResponse, bool]:
    """Show what became of the answer that was given last, and return whether it is right."""
    answered = told(paper, versions)
    done = marks(answered)
    return _show(request, paper, answered[-1], versions, done), done[-1]


def _show(
    request: HttpRequest,
    paper: Paper,
    asked: Asked,
    versions: dict[int, QuestionVersion],
    done: list[bool],
    **context: Any,
) -> HttpResponse:
    card = [
        Place(n, n == asked.position, done[n - 1] if n <= len(done) else None)
        for n in range(1, paper.total + 1)
    ]
    return TemplateResponse(
        request,
        "quizzes/practice/paper.html",
        {
            "column": column(),
            "crumbs": crumbs(),
            "crumb": paper.title,
            "paper": paper,
            "token": seal(paper),
            "asked": asked,
            "version": versions[asked.version_id],
            "card": card,
            **context,
        },
    )
