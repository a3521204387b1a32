"""Who comes: a place in one table, how to reach them in another that empties itself."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.timeline.models import Event
from portal.timeline.moving import Moving
from quizzes.events.models.activities import LARGEST_PARTY, Activity
from quizzes.events.workflow import LIVING, SignUpState


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def living(self) -> Self:
        return self.filter(state__in=LIVING)

    def waiting(self) -> Self:
        """Those who wait, the first to be served first."""
        return self.filter(state=SignUpState.WAITING).order_by("pk")


class SignUp(Moving):
    """Some places at one activity, reached by a code; no account, no name.

    The waiting list is served in the order of signing up, which is that of `pk`.
    """

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="sign_ups", verbose_name=_("活动")
    )
    state = models.CharField(_("状态"), max_length=20, choices=SignUpState.choices)
    party_size = models.PositiveSmallIntegerField(_("人数"), default=1)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    # The form's own key: the same form sent twice takes no second place.
    form_key_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("报名时间"), default=timezone.now)
    moved_up_at = models.DateTimeField(_("递补时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("报名")
        verbose_name_plural = _("报名")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["activity", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "form_key_hash"], name="one_sign_up_a_form"
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1, party_size__lte=LARGEST_PARTY),
                name="sign_up_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}-{self.pk}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def place_in_line(self) -> int | None:
        if self.state != SignUpState.WAITING:
            return None
        ahead = SignUp.objects.waiting().filter(
            activity_id=self.activity_id, pk__lt=self.pk
        )
        return ahead.count() + 1


class SignUpContactQuerySet(models.QuerySet["SignUpContact"]):
    def to_forget(self, today: date) -> Self:
        return self.filter(delete_on__lte=today)


class SignUpContact(models.Model):
    """How to reach who signed up; deleted when `delete_on` has come, or on cancelling.

    Staff read it through one service that writes down who looked, and why. As whoever
    cancels has no row here any more, one phone has one living sign-up.
    """

    sign_up = models.OneToOneField(
        SignUp, models.CASCADE, related_name="contact", primary_key=True
    )
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    name = models.CharField(_("称呼"), max_length=20)
    phone = models.CharField(_("手机号"), max_length=11, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    group = models.CharField(_("单位或班级"), max_length=40, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    has_minors = models.BooleanField(_("有不满十四周岁的"), default=False)
    guardian_agreed_at = models.DateTimeField(_("监护人同意时间"), null=True)
    consented_at = models.DateTimeField(_("同意时间"))
    consent_text = models.TextField(_("同意时看到的说明"))
    delete_on = models.DateField(_("删除日期"), db_index=True)

    objects = SignUpContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名联系方式")
        verbose_name_plural = _("报名联系方式")
        default_permissions = ()
        permissions = [("reveal_signupcontact", _("查看报名联系方式"))]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "phone_hash"],
                condition=~Q(phone_hash=""),
                name="one_living_sign_up_a_phone",
            )
        ]

    def __str__(self) -> str:
        return f"contact of {self.sign_up_id}"


class SignUpMessage(models.Model):
    """That somebody was told of a step: what went out before a failure goes out once."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="messages")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "event"], name="one_message_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id}: {self.event_id}"
