"""Posters by the batch in the CMS: what to print, how far it is, the file."""

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from portal import fonts
from portal.directory.models import Unit
from portal.pages import ColumnPage
from portal.paging import page_of
from portal.workflow import TransitionNotAllowed
from publicity.models import (
    Clause,
    KnowledgeColumnPage,
    NewsIndexPage,
    PosterBatch,
    PsaIndexPage,
    Regulation,
)
from publicity.posters.content import READERS
from publicity.posters.options import PAPERS
from publicity.services import poster_batches as batches
from publicity.workflow import BatchState, ClauseKind

MAY_ORDER = "publicity.add_posterbatch"
SOURCES = {
    "penalties": batches.penalties_of,
    "articles": batches.articles_of,
    "column": batches.pages_below,
}


def _sources() -> list[tuple[str, list[tuple[str, str]]]]:
    regulations = list(Regulation.objects.public())
    columns: list[ColumnPage] = [
        column
        for model in (KnowledgeColumnPage, NewsIndexPage, PsaIndexPage)
        for column in model.objects.live()
    ]
    return [
        (
            _("法规：只要处罚条款"),
            [(f"penalties-{found.pk}", found.title) for found in regulations],
        ),
        (
            _("法规：全部条款"),
            [(f"articles-{found.pk}", found.title) for found in regulations],
        ),
        (_("栏目"), [(f"column-{found.pk}", found.title) for found in columns]),
    ]


class BatchForm(forms.Form):
    source = forms.ChoiceField(label=gettext_lazy("印什么"))
    paper = forms.ChoiceField(label=gettext_lazy("纸张"), choices=PAPERS)
    columns = forms.TypedChoiceField(
        label=gettext_lazy("分栏"),
        choices=[(1, gettext_lazy("一栏")), (2, gettext_lazy("两栏"))],
        coerce=int,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("落款单位"),
        required=False,
        empty_label=gettext_lazy("本站"),
    )

    def __init__(self, *args: Any, chosen: list[batches.Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        if chosen:
            del self.fields["source"]
        else:
            choices: Any = _sources()
            self.fields["source"].choices = choices  # type: ignore[attr-defined]
        units = Unit.objects.current(timezone.localdate())
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def what(self) -> tuple[str, list[batches.Item]]:
        """Return the title of the batch and what it holds."""
        if self.chosen:
            return _("选中的%(count)d项") % {"count": len(self.chosen)}, self.chosen
        value = self.cleaned_data["source"]
        kind, _dash, key = value.partition("-")
        for group, entries in _sources():
            for entry, label in entries:
                if entry == value:
                    return f"{label}（{group}）"[:120], SOURCES[kind](int(key))
        raise Http404


@permission_required(MAY_ORDER)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    form = BatchForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        title, items = form.what()
        try:
            batch = batches.order_batch(
                title,
                items,
                by=request.user,  # type: ignore[arg-type]
                paper=form.cleaned_data["paper"],
                columns=form.cleaned_data["columns"],
                unit=form.cleaned_data["unit"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("poster_batch", batch.pk)
    return TemplateResponse(
        request,
        "publicity/cms/poster_batches.html",
        {
            "form": form,
            "chosen_count": len(chosen),
            "has_font": fonts.chinese_faces() is not None,
            "batches": page_of(
                PosterBatch.objects.select_related("ordered_by"), request
            ),
            "most": batches.MOST,
        },
    )


def _chosen(request: HttpRequest) -> list[batches.Item]:
    def keys(name: str) -> list[int]:
        return [
            int(value)
            for value in request.GET.getlist(name)[: batches.MOST]
            if value.isascii() and value.isdigit() and len(value) < 12
        ]

    return batches.chosen(keys("article"), keys("clause"))


@permission_required(MAY_ORDER)
@never_cache
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PosterBatch.objects.select_related("unit"), pk=pk)
    return TemplateResponse(
        request,
        "publicity/cms/poster_batch.html",
        {"batch": found, "left_out": found.total - found.done_count},
    )


@permission_required(MAY_ORDER)
@never_cache
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(PosterBatch, pk=pk, state=BatchState.READY)
    try:
        response = FileResponse(found.file.open(), content_type="application/pdf")
    except OSError:
        raise Http404 from None
    response["Content-Disposition"] = content_disposition_header(
        True, f"{found.title}.pdf"
    )
    return response


@permission_required(MAY_ORDER)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PosterBatch, pk=pk)
    # What runs already, or is done, is left alone: its page says so.
    with suppress(TransitionNotAllowed):
        batches.order_again(found, by=request.user)  # type: ignore[arg-type]
    return redirect("poster_batch", pk)


urlpatterns = [
    path("poster-batches/", index, name="poster_batches"),
    path("poster-batches/<int:pk>/", batch, name="poster_batch"),
    path("poster-batches/<int:pk>/file/", download, name="poster_batch_file"),
    path("poster-batches/<int:pk>/again/", again, name="poster_batch_again"),
]


class _LeadsToOrder:
    """Carries what was ticked in a list over to the form, and asks nothing between."""

    display_name = gettext_lazy("印成黑板报")
    aria_label = gettext_lazy("把选中的印成黑板报")
    action_type = "posters"
    action_priority = 200
    key = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        objects, _refused = self.get_actionable_objects()  # type: ignore[attr-defined]
        keys = [(self.key, found.pk) for found in objects[: batches.MOST]]
        return redirect(f"{reverse('poster_batches')}?{urlencode(keys)}")


class PagePosters(_LeadsToOrder, PageBulkAction):
    key = "article"  # `page` turns the pages of the list below the form

    def check_perm(self, page: Any) -> bool:
        return bool(page.live and page.specific_class in READERS)


class ClausePosters(_LeadsToOrder, SnippetBulkAction):
    key = "clause"
    models = [Clause]

    def check_perm(self, clause: Clause) -> bool:
        return clause.kind == ClauseKind.ARTICLE
