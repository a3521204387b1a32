"""The question at the foot of an article, on an address of its own.

The article's page carries no cookie and may be kept by a proxy; a form needs a
token. So the page links here, and only who answers gets the form.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.frame.meta import Column, ColumnType
from portal.pages import is_open
from portal.throttle import network_of, spend
from publicity.models import KnowledgePage
from publicity.services.useful import count_answer

ANSWERS = {"yes": True, "no": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(KnowledgePage.objects.live().filter(is_open()), id=pk)
    answer = request.POST.get("answer", "")
    status, said = 200, ""
    if request.method == "POST":
        if answer not in ANSWERS:
            status, said = 400, _("请选“有用”或“没用”。")
        elif not _may_answer(request, pk):
            status, said = 429, _("这里今天已经答过了，谢谢。明天可以再答。")
        else:
            count_answer(page, is_useful=ANSWERS[answer])
            said = _("记下了，谢谢。我们只记次数，不记您是谁。")
    return TemplateResponse(
        request,
        "publicity/useful.html",
        {
            "column": _column(),
            "crumbs": [(page.title, page.get_url(request))],
            "crumb": _("这篇有用吗"),
            "page_title": page.title,
            "address": page.get_url(request),
            "pk": pk,
            "said": said,
            "is_counted": status == 200 and bool(said),
            "is_asked": status == 400 or not said,
        },
        status=status,
    )


def _may_answer(request: HttpRequest, pk: int) -> bool:
    # Many homes share one address of a mobile network: a few answers a day each.
    network = network_of(request)
    return (
        spend("useful_network", network).is_allowed
        and spend("useful_page", f"{network} {pk}").is_allowed
    )


def _column() -> Column:
    return Column(
        name=_("双创知识"),
        type=ColumnType.SURVEY,
        description=_("告诉我们这篇文章有没有用，只记次数。"),
        keywords=_("双创知识,有用,意见"),
    )
