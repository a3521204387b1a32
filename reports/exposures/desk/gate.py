"""Who is let in: staff with the right, but nobody who is bound to a unit.

A unit hears of it when it is told (EX-04), not from a draft.
"""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from reports.complaints.desk.gate import Params, View, refused, staff
from reports.complaints.desk.gate import needs as needs_permission
from reports.complaints.desk.scopes import sight_of


def needs(*permissions: str) -> Callable[[View[Params]], View[Params]]:
    def wrap(view: View[Params]) -> View[Params]:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponseBase:
            if sight_of(staff(request)).is_of_a_unit:
                return refused(request)
            return view(request, *args, **kwargs)

        return needs_permission(*permissions)(cast("View[Params]", guarded))

    return wrap
