"""Who takes part: a name to call them by, and nothing more where nothing more is needed."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.contests.models.contests import Contest, UnitEntry


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def taking_part(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Participant(models.Model):
    """One person in one contest, reached by a private link; no account, no password.

    `name` is what a certificate says; boards show `shown_name` alone, and of minors
    (`is_minor`: under eighteen) nothing. Who is under fourteen has `guardian_agreed_at`,
    or is of a class and gives no data (QZ-06). The phone is a row of its own: `ParticipantContact`.
    """

    contest = models.ForeignKey(
        Contest, models.PROTECT, related_name="participants", verbose_name=_("竞赛")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("怎么称呼"), max_length=20)
    shown_name = models.CharField(_("榜上显示"), max_length=20)
    unit_entry = models.ForeignKey(
        UnitEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("代表"),
    )
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("片区"),
    )
    is_minor = models.BooleanField(_("未成年"), default=False)
    guardian_agreed_at = models.DateTimeField(_("监护人同意时间"), null=True)
    joined_at = models.DateTimeField(_("报名时间"))
    withdrawn_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    # The form's own key: the same form sent twice makes one participant.
    form_key_hash = models.CharField(max_length=64, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("参赛人")
        verbose_name_plural = _("参赛人")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "form_key_hash"], name="one_participant_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id}-{self.pk}"

    @property
    def is_of_class(self) -> bool:
        return self.unit_entry is not None and self.unit_entry.is_of_minors


class ParticipantContact(models.Model):
    """A phone, for prizes alone; deleted when `delete_on` has come.

    Staff read it through one service that writes down who looked, and why.
    """

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="contact", primary_key=True
    )
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    phone = models.CharField(_("手机号"), max_length=11)
    phone_hash = models.CharField(max_length=64)
    is_guardians = models.BooleanField(_("监护人的手机号"), default=False)
    consented_at = models.DateTimeField(_("同意时间"))
    consent_text = models.TextField(_("同意时看到的说明"))
    verified_at = models.DateTimeField(_("验证时间"), null=True)
    delete_on = models.DateField(_("删除日期"), db_index=True)

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        default_permissions = ()
        permissions = [("reveal_participantcontact", _("查看参赛人联系方式"))]
        constraints = [
            # One person, one entry: whoever has proved a phone has it to themselves.
            models.UniqueConstraint(
                fields=["contest", "phone_hash"],
                condition=Q(verified_at__isnull=False),
                name="one_participant_a_phone",
            )
        ]

    def __str__(self) -> str:
        return f"contact of {self.participant_id}"


class PhoneCode(models.Model):
    """The code sent to a phone, as a keyed hash, until it is used or too old."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="phone_code", primary_key=True
    )
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"code of {self.participant_id}"
