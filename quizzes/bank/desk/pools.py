"""Pools in the CMS: filled by a sieve, by codes, or one by one."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs
from portal.paging import page_of
from quizzes.bank.desk.forms import CodesForm, FilterForm, PoolForm
from quizzes.bank.desk.listing import PER_PAGE, for_rows, narrowed, ticked
from quizzes.bank.models import Pool, Question
from quizzes.bank.permissions import CHANGE_POOLS, VIEW_POOLS
from quizzes.bank.workflow import QuestionState

_between = re.compile(r"[\s,，、;；]+")
MOST_NAMED = 10


@needs(VIEW_POOLS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    pools = Pool.objects.annotate(
        n=Count("questions"),
        n_ready=Count("questions", filter=Q(questions__state=QuestionState.READY)),
    )
    return TemplateResponse(
        request,
        "quizzes/bank/desk/pools.html",
        {
            "page_of_items": page_of(pools.order_by("name"), request, PER_PAGE),
            "may_add": request.user.has_perm("quizzes.add_pool"),
        },
    )


@needs("quizzes.add_pool")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = PoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("bank_desk:pool", form.save().pk)
    return TemplateResponse(
        request,
        "quizzes/bank/desk/pool_form.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@needs(VIEW_POOLS)
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is in it; with `?add=1` what could be, narrowed like the list."""
    found = get_object_or_404(Pool, pk=pk)
    may_change = request.user.has_perm(CHANGE_POOLS)
    form = PoolForm(request.POST or None, instance=found)
    status = 200
    if request.method == "POST" and may_change:
        if form.is_valid():
            form.save()
            messages.success(request, _("已保存。"))
            return redirect("bank_desk:pool", pk)
        status = 422
    sieve = FilterForm(request.GET)
    questions = narrowed(sieve)
    is_adding = may_change and "add" in request.GET
    if is_adding:
        questions = questions.exclude(pools=found)
    else:
        questions = questions.filter(pools=found)
    return TemplateResponse(
        request,
        "quizzes/bank/desk/pool.html",
        {
            "pool": found,
            "form": form,
            "sieve": sieve,
            "codes_form": CodesForm(),
            "is_adding": is_adding,
            "may_change": may_change,
            "page_of_items": page_of(for_rows(questions), request, PER_PAGE),
            "counts": found.questions.aggregate(
                n=Count("pk"),
                n_ready=Count("pk", filter=Q(state=QuestionState.READY)),
            ),
        },
        status=status,
    )


@needs(CHANGE_POOLS)
@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Put in what was ticked, named by code, or all that fits; or take out."""
    found = get_object_or_404(Pool, pk=pk)
    verb = request.POST.get("verb")
    if verb == "codes":
        _by_codes(request, found)
    elif verb == "all":
        sieve = FilterForm(_query(request))
        wanted = narrowed(sieve).exclude(pools=found)
        _put_in(request, found, list(wanted.values_list("pk", flat=True)))
    else:
        there = list(
            Question.objects.filter(pk__in=ticked(request)).values_list("pk", flat=True)
        )
        if verb == "take_out":
            found.questions.remove(*there)
            messages.success(request, _("已移出%s道。") % len(there))
        else:
            _put_in(request, found, there)
    query = request.POST.get("query", "")
    return redirect(f"{reverse('bank_desk:pool', args=[pk])}?{query}")


def _query(request: HttpRequest) -> Any:
    names = FilterForm.base_fields
    return {name: request.POST[name] for name in names if name in request.POST}


def _by_codes(request: HttpRequest, pool: Pool) -> None:
    written = _between.split(request.POST.get("codes", "").strip())
    codes = [code for code in dict.fromkeys(written) if code]
    known = dict(Question.objects.filter(code__in=codes).values_list("code", "pk"))
    _put_in(request, pool, list(known.values()))
    if unknown := [code for code in codes if code not in known]:
        messages.error(
            request, _("没有这些编号：%s。") % "、".join(unknown[:MOST_NAMED])
        )


def _put_in(request: HttpRequest, pool: Pool, keys: list[int]) -> None:
    pool.questions.add(*keys)
    messages.success(request, _("已加入%s道。") % len(keys))
