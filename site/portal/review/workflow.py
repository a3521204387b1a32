"""Makes the workflow 三审三校 and puts every page under it."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from portal.review.levels import Level
from portal.review.models import ReviewTask

NAME = "三审三校"


@transaction.atomic
def sync_workflow() -> None:
    """Make the three reviews so, in their order; what was changed by hand is undone."""
    workflow, _created = Workflow.objects.get_or_create(name=NAME)
    if not workflow.active:
        workflow.active = True
        workflow.save(update_fields=["active"])
    tasks = []
    for level in Level:
        task, _created = ReviewTask.objects.get_or_create(
            level=level, defaults={"name": str(level.label)}
        )
        if not task.active:
            task.active = True
            task.save(update_fields=["active"])
        tasks.append(task)
    wanted = [(number, task.pk) for number, task in enumerate(tasks)]
    steps = WorkflowTask.objects.filter(workflow=workflow)
    if (
        list(steps.order_by("sort_order").values_list("sort_order", "task_id"))
        != wanted
    ):
        steps.delete()
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=workflow, task_id=task, sort_order=number)
            for number, task in wanted
        )
    # On the root: so it holds for the home page as well, before there is one.
    root = Page.get_first_root_node()
    if root is not None:
        WorkflowPage.objects.exclude(page=root).delete()
        WorkflowPage.objects.update_or_create(
            page=root, defaults={"workflow": workflow}
        )
