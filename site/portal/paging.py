"""One page of a list, whatever the reader wrote into the address (I4)."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

PER_PAGE = 20
Row = TypeVar("Row", bound=models.Model)


class ListPage(Page[Any]):
    @property
    def short_range(self) -> list[int | str]:
        """Return the page numbers to offer, with an ellipsis where some are left out."""
        return list(
            self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)
        )


class ListPaginator(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page_of(items: Any, request: HttpRequest, per_page: int = PER_PAGE) -> ListPage:
    """Return the page that `?page=` asks for; 404 where there is none such."""
    written = request.GET.get("page", "1")
    paginator = ListPaginator(items, per_page)
    if written.isascii() and written.isdigit() and len(written) < 7:
        number = int(written)
        if 1 <= number <= paginator.num_pages:
            page: ListPage = paginator.page(number)  # type: ignore[assignment]
            return page
    raise Http404(_("没有这一页。"))


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Some rows of a long list, the newest first, and where the older ones begin.

    Fetched by the key of the last row seen: the thousandth is as quick as the first.
    """

    rows: list[Row]
    older_than: int | None


def stretch_of(
    items: models.QuerySet[Row], request: HttpRequest, per_page: int = PER_PAGE
) -> Stretch[Row]:
    """Return the rows that `?before=` asks for, by primary key; 404 where it is none."""
    written = request.GET.get("before", "")
    if written:
        if not (written.isascii() and written.isdigit() and len(written) < 19):
            raise Http404(_("没有这一页。"))
        items = items.filter(pk__lt=int(written))
    rows = list(items.order_by("-pk")[: per_page + 1])
    has_more = len(rows) > per_page
    rows = rows[:per_page]
    return Stretch(rows, rows[-1].pk if has_more else None)
