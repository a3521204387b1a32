"""红黑榜 on the front page: the newest list, and who did well last."""

from typing import Any

from django.http import HttpRequest

from reports.lists.models import UnitList
from reports.lists.public.commended import for_pages
from reports.lists.public.looks import show

SHOWN = 3


def newest(request: HttpRequest) -> dict[str, Any] | None:
    unit_list = UnitList.objects.public().select_related("formula").first()
    commended = list(for_pages()[:SHOWN])
    if unit_list is None and not commended:
        return None
    shown = show(unit_list) if unit_list else None
    return {
        "shown": shown,
        "red": shown.red[:SHOWN] if shown else [],
        "black": shown.black[-SHOWN:] if shown else [],
        "commended": commended,
    }
