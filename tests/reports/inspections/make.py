"""Make rounds, points and checks. Pass only what the test is about."""

from itertools import count

from django.utils import timezone

from portal.tokens import new_token
from portal.users.roles import Role
from reports.inspections.criteria import ensure_criteria
from reports.inspections.models import Criterion, InspectionPoint
from reports.inspections.services import CheckSubmission, open_round, record_check
from reports.inspections.services.checking import criteria_for
from reports.inspections.workflow import RoundKind, Trade
from tests.portal.make import make_area
from tests.portal.users.make import make_user

_number = count(1)


def make_inspector():
    return make_user(role=Role.INSPECTOR)


def make_round(kind=RoundKind.FRONTAGE, **fields):
    return open_round(
        **{
            "by": make_user(),
            "kind": kind,
            "title": f"第{next(_number)}轮",
            "starts_on": timezone.localdate(),
            **fields,
        }
    )


def make_point(*, area=None, kind=RoundKind.FRONTAGE, **fields):
    number = next(_number)
    return InspectionPoint.objects.create(
        **{
            "code": f"D{number}",
            "name": f"第{number}小面馆",
            "area": area or make_area(),
            "is_frontage": kind == RoundKind.FRONTAGE,
            "trade": Trade.EATERY if kind == RoundKind.SMALL else "",
            **fields,
        }
    )


def answers(round_, point=None, *, failed=()):
    """Return an answer for each criterion: passed, but those with the codes `failed`."""
    return {each.pk: each.code not in failed for each in criteria_for(round_, point)}


def submission(round_, point=None, *, failed=(), **fields):
    return CheckSubmission(
        **{
            "round": round_,
            "point": point,
            "passed": answers(round_, point, failed=failed),
            "key": new_token(),
            **fields,
        }
    )


def check(round_, point=None, *, by=None, photos=(), **fields):
    sent = submission(round_, point, **fields)
    return record_check(sent, photos, by=by or make_inspector()).check


def make_criterion(kind, **fields):
    ensure_criteria(kind)
    number = next(_number)
    return Criterion.objects.create(
        **{"kind": kind, "code": f"c{number}", "name": f"第{number}项", **fields}
    )
