"""Whoever is shown a certificate asks here whether it is real.

Numbers follow each other, so the page answers to number and code together. Wrong
numbers and wrong codes are one answer, and so many of them from one network a pause.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.meta import Column, ColumnType
from portal.throttle import give_back, network_of, spend
from quizzes.certificates.drawing.sheets import plain
from quizzes.certificates.services.checking import (
    LONGEST,
    find_certificate,
    typed_number,
)

ACTION = "certificate_network"


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form; what was typed into it leads to the certificate's own address."""
    number = typed_number(request.GET.get("number", ""))
    if not number:
        return _page(request, is_asking=True)
    address = reverse("certificates:check", args=[number])
    return redirect(
        f"{address}?{urlencode({'code': request.GET.get('code', '')[:LONGEST]})}"
    )


@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    code = request.GET.get("code", "")
    number = typed_number(number)
    if not code:
        return _page(request, number=number, is_asking=True)
    key = f"{timezone.localdate()} {network_of(request)}"
    verdict = spend(ACTION, key)
    if not verdict.is_allowed:
        minutes = verdict.wait_minutes
        said = _("这个网络查错的次数太多，请%s分钟后再试。") % minutes
        response = _page(request, number=number, problem=said, status=429)
        response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
        return response
    found = find_certificate(number, code)
    if found is None:
        said = _("没有查到：证书号或者校验码不对。请对照证书再输一次。")
        return _page(request, number=number, problem=said, status=404)
    give_back(ACTION, key)
    participant = found.attempt.participant
    return _page(
        request,
        number=found.number,
        certificate=found,
        shown_name="" if participant.is_minor else participant.shown_name,
        score=plain(found.score),
        most=plain(found.most),
    )


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    response = TemplateResponse(
        request,
        "quizzes/certificates/check.html",
        {
            "column": Column(
                name=_("证书核验"),
                type=ColumnType.SERVICE,
                description=_("核验文明竞赛的证书是不是真的、还作不作数。"),
                keywords=_("证书,核验,文明答题"),
            ),
            "crumb": _("证书核验"),
            **context,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    if "is_asking" not in context:
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
