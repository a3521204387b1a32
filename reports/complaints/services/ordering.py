"""The order in which routing rules are asked."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from reports.complaints.models import RoutingRule
from reports.complaints.refusals import Refused

STEP = 10


@transaction.atomic
def move_rule(rule: RoutingRule, *, by: User, is_up: bool) -> Event:
    """Ask `rule` one place earlier or later; number them all anew, with gaps."""
    rules = list(RoutingRule.objects.select_for_update().order_by("position", "pk"))
    place = next((at for at, each in enumerate(rules) if each.pk == rule.pk), None)
    if place is None:
        raise Refused(_("这条规则已经删除。"))
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rules):
        raise Refused(_("已经到头了。"))
    rules[place], rules[other] = rules[other], rules[place]
    for position, each in enumerate(rules, start=1):
        each.position = position * STEP
    RoutingRule.objects.bulk_update(rules, ["position"])
    moved = rules[other]
    return record(moved, "move_rule", by=by, because=_("第%s条") % (other + 1))
