"""What is named in public (曝光件), and where it stands."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.timeline.moving import Moving
from publicity.models import EpisodePage
from reports.complaints.models import Category
from reports.exposures.models.batches import ExposureBatch
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.workflow import (
    EVER_PUBLIC,
    FIRST_STATE,
    PUBLIC_STATES,
    ExposureState,
    ReasonCode,
    TargetKind,
)
from reports.notices.models import InspectionMandate, RectificationNotice
from reports.notices.workflow import NoticeState


class Exposure(index.Indexed, Moving):
    """One case: a public unit, a phenomenon that names nobody, or a shop by its sign.

    A private person cannot be a target (EX-01, EX-14): there is no place for one.
    Only `services` change it; nothing goes live but through `services.publishing`.
    """

    batch = models.ForeignKey(
        ExposureBatch, models.PROTECT, related_name="exposures", verbose_name=_("期")
    )
    # Given when it goes live: the public never meets a number that was left out.
    number = models.PositiveIntegerField(_("期内编号"), null=True, blank=True)

    kind = models.CharField(
        _("曝光对象"),
        max_length=20,
        choices=TargetKind.choices,
        default=TargetKind.UNIT,
    )
    reason_code = models.CharField(
        _("曝光原因"), max_length=20, choices=ReasonCode.choices, blank=True
    )
    notice = models.OneToOneField(
        RectificationNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposure",
        verbose_name=_("整改通知单"),
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("责任单位"),
    )
    # EX-10 to EX-12: a shop only after a lawful penalty, and only for a time.
    business_sign = models.CharField(
        _("店招名称"),
        max_length=60,
        blank=True,
        help_text=_("只写招牌上的店名，不写经营者姓名。"),
    )
    penalty_number = models.CharField(_("处罚决定书文号"), max_length=60, blank=True)
    mandate = models.ForeignKey(
        InspectionMandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("督查授权"),
    )

    title = models.CharField(_("标题"), max_length=60)
    headline = models.CharField(_("一句话"), max_length=60, blank=True)
    facts = models.TextField(_("问题描述"))
    found_at = models.DateTimeField(_("发现时间"))
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("问题类别"),
    )
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("片区"),
    )
    street = models.ForeignKey(
        "directory.Street",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("街道"),
    )
    place = models.ForeignKey(
        "directory.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exposures",
        verbose_name=_("地点"),
    )
    clauses = models.ManyToManyField(
        "publicity.Clause",
        blank=True,
        related_name="exposures",
        verbose_name=_("依据条款"),
    )
    episode = models.ForeignKey(
        "publicity.EpisodePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("电视节目"),
        help_text=_("不选则用这一期的节目。"),
    )
    clip_start = models.PositiveIntegerField(_("片段开始（秒）"), null=True, blank=True)

    state = models.CharField(
        _("状态"), max_length=20, choices=ExposureState.choices, default=FIRST_STATE
    )
    drafted_by = models.ForeignKey(
        "users.User", models.PROTECT, related_name="+", verbose_name=_("拟稿人")
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    notified_at = models.DateTimeField(_("告知时间"), null=True, blank=True)
    reply_until = models.DateTimeField(_("陈述期限"), null=True, blank=True)
    replied_at = models.DateTimeField(_("陈述时间"), null=True, blank=True)
    go_live_at = models.DateTimeField(_("定时曝光"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("定时人"),
    )
    published_at = models.DateTimeField(_("曝光时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    override_because = models.TextField(_("提前曝光的理由（公开）"), blank=True)
    override_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定提前曝光的人"),
    )
    rectified_on = models.DateField(_("整改完成日期"), null=True, blank=True)
    verification = models.TextField(_("核验情况"), blank=True)
    publish_until = models.DateField(
        _("公开到哪一天"),
        null=True,
        blank=True,
        help_text=_("经营场所必填；单位不填则一直公开，到复核日期再看。"),
    )
    review_on = models.DateField(_("复核日期"), null=True, blank=True)
    ended_at = models.DateTimeField(_("下线时间"), null=True, blank=True)
    dropped_because = models.CharField(_("不曝光的理由"), max_length=300, blank=True)
    n_corrections = models.PositiveSmallIntegerField(_("更正次数"), default=0)

    objects = ExposureQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("headline"),
        index.SearchField("facts"),
    ]
    search_auto_update = False  # `public.search` does it when it goes live or changes

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("曝光件")
        verbose_name_plural = _("曝光件")
        permissions = [
            ("review_exposure", _("核稿")),
            ("approve_exposure", _("批准曝光")),
            ("publish_exposure", _("发布曝光件")),
            ("correct_exposure", _("更正和撤回曝光件")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="one_exposure_per_number"
            ),
            # Who can be exposed, and by what: a unit by its notice, a shop by its
            # sign, a phenomenon by nothing that names anybody.
            models.CheckConstraint(
                name="exposure_target_fits_its_kind",
                condition=Q(
                    kind=TargetKind.UNIT,
                    notice__isnull=False,
                    unit__isnull=False,
                    business_sign="",
                    penalty_number="",
                )
                & ~Q(reason_code="")
                | Q(
                    kind=TargetKind.PHENOMENON,
                    notice__isnull=True,
                    unit__isnull=True,
                    business_sign="",
                    penalty_number="",
                )
                | Q(kind=TargetKind.BUSINESS, notice__isnull=True, unit__isnull=True)
                & ~Q(business_sign=""),
            ),
            models.CheckConstraint(
                name="exposure_numbered_once_published",
                condition=Q(
                    state__in=sorted(EVER_PUBLIC),
                    number__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                & ~Q(published_by=F("drafted_by"))
                | ~Q(state__in=sorted(EVER_PUBLIC))
                & Q(number__isnull=True, published_at__isnull=True),
            ),
            # The unit was heard, or had its time, or everybody may read why not.
            models.CheckConstraint(
                name="exposure_unit_was_heard",
                condition=~Q(state__in=sorted(EVER_PUBLIC), kind=TargetKind.UNIT)
                | ~Q(override_because="")
                | Q(notified_at__isnull=False)
                & (Q(replied_at__isnull=False) | Q(published_at__gte=F("reply_until"))),
            ),
            models.CheckConstraint(
                name="exposure_override_by_somebody_with_a_reason",
                condition=Q(override_because="", override_by__isnull=True)
                | ~Q(override_because="") & Q(override_by__isnull=False),
            ),
            models.CheckConstraint(
                name="exposed_business_was_punished_and_expires",
                condition=~Q(state__in=sorted(EVER_PUBLIC), kind=TargetKind.BUSINESS)
                | Q(publish_until__isnull=False) & ~Q(penalty_number=""),
            ),
            models.CheckConstraint(
                name="exposure_rectified_on_a_day",
                condition=~Q(state=ExposureState.RECTIFIED)
                | Q(rectified_on__isnull=False),
            ),
            # Everything public has an end, or a day to look again (invariant 20).
            models.CheckConstraint(
                name="exposure_ends_or_is_looked_at_again",
                condition=~Q(state__in=sorted(PUBLIC_STATES))
                | Q(publish_until__isnull=False)
                | Q(review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="exposure_scheduled_by_somebody",
                condition=Q(go_live_at__isnull=True) | Q(scheduled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="exposure_state"),
            models.Index(fields=["unit", "state"], name="exposure_unit_state"),
            models.Index(fields=["area", "state"], name="exposure_area_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exposures:exposure", args=[self.batch.number, self.number])

    @classmethod
    def get_indexed_objects(cls) -> ExposureQuerySet:
        return cls.objects.public()

    @property
    def public_number(self) -> str:
        """Return what it is called by in public, e.g. 曝光第3期第2号."""
        return _now("曝光第%(batch)s期第%(number)s号") % {
            "batch": self.batch.number,
            "number": self.number,
        }

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def is_retracted(self) -> bool:
        return self.state == ExposureState.RETRACTED

    @property
    def is_under_review(self) -> bool:
        """Tell whether the unit's objection is being decided (EX-24)."""
        return self.notice is not None and self.notice.state == NoticeState.OBJECTED

    @property
    def is_indexed(self) -> bool:
        """Tell whether search engines may keep it: never a small business (EX-23)."""
        return self.kind != TargetKind.BUSINESS

    @property
    def target(self) -> str:
        """Return who or what is exposed, in words."""
        if self.unit:
            return self.unit.name
        return self.business_sign or str(TargetKind(self.kind).label)

    @property
    def public_place(self) -> str:
        return str(self.street or self.place or self.area or "")

    @property
    def found_on(self) -> date:
        return timezone.localdate(self.found_at)

    @property
    def live_mandate(self) -> InspectionMandate | None:
        return self.notice.mandate if self.notice else self.mandate

    @property
    def programme(self) -> EpisodePage | None:
        """Return the broadcast that showed it."""
        return self.episode or self.batch.episode
