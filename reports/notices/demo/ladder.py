"""The ladder, the steps that were taken on it, and those that the data call for now."""

from datetime import date, datetime, time

from django.utils import timezone

from portal.demo.context import Context
from reports.notices.demo.notices import people
from reports.notices.models import LadderProposal, LadderStep, RectificationNotice
from reports.notices.services import propose_steps, record_all_overdue
from reports.notices.workflow import ProposalState


def load_ladder(context: Context) -> None:
    told = context.read("supervision")
    steps = {}
    for row in told["ladder"]:
        fields = {key: value for key, value in row.items() if key != "order"}
        steps[row["order"]], _is_new = LadderStep.objects.get_or_create(
            order=row["order"], defaults=fields
        )
    head = people()["head"]
    for row in told["taken"]:
        notice = RectificationNotice.objects.get(number=row["notice"])
        at = timezone.make_aware(
            datetime.combine(date.fromisoformat(row["date"]), time(9, 30))
        )
        LadderProposal.objects.get_or_create(
            step=steps[row["step"]],
            notice=notice,
            defaults={
                "unit": notice.unit,
                "because": steps[row["step"]].name,
                "proposed_at": at,
                "state": ProposalState.TAKEN,
                "by": head,
                "decided_at": at,
                "text": row["text"],
                "released_text": row.get("released_text", ""),
            },
        )
    record_all_overdue()
    propose_steps()
