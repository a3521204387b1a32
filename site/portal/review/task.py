from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState

from portal.review import services
from portal.review.gate import latest_findings, why_not_review
from portal.review.levels import Level, may_take
from portal.review.waiting import waiting_for
from portal.users.models import User

Action = tuple[str, Any, bool]  # name, label, whether it asks for more


class ReasonForm(forms.Form):
    """Asked where a comment is not a courtesy but the record."""

    comment = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReviewTask(Task):
    """One of the three reviews."""

    level = models.PositiveSmallIntegerField(
        _("审级"), choices=Level.choices, unique=True
    )

    class Meta:
        verbose_name = _("审核环节")
        verbose_name_plural = _("审核环节")

    @classmethod
    def get_description(cls) -> str:
        return str(_("三审三校中的一级：作者不审，一人只审一级。"))

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return may_take(user, self.level)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        # What is being reviewed stands still for everybody else.
        return why_not_review(obj, self.level, user) is not None

    def get_actions(self, obj: Page, user: User) -> list[Action]:
        if why_not_review(obj, self.level, user):
            return []
        actions: list[Action] = [("reject", _("退回修改"), True)]
        findings = latest_findings(obj)
        blocking = [finding for finding in findings if finding.blocks]
        if self.level != Level.FINAL or not blocking:
            # With findings only the dialog, which shows them.
            if not findings:
                actions.append(("approve", _("批准"), False))
            actions.append(("approve", _("批准并写意见"), True))
        elif all(finding.can_be_overridden for finding in blocking):
            actions.append(("override", _("批准并说明理由"), True))
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        if action in {"reject", "override"}:
            return ReasonForm
        form: type[forms.Form] = TaskStateCommentForm
        return form

    def get_template_for_action(self, action: str) -> str:
        return "review/action_modal.html"

    def on_action(
        self, task_state: TaskState, user: User, action_name: str, **kwargs: Any
    ) -> None:
        because = kwargs.get("comment", "")
        if action_name == "reject":
            services.send_back(task_state, by=user, because=because)
        elif action_name in {"approve", "override"}:
            services.approve(
                task_state,
                by=user,
                because=because,
                overriding=action_name == "override",
            )

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        return waiting_for(user).filter(task=self)
