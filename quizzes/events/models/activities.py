"""Activities that people come to: what, when, where, who asks them, and how it ended."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.directory.models import Area, Place, Unit
from portal.images.models import Picture
from portal.timeline.moving import Moving
from publicity.models import EpisodePage
from quizzes.events.workflow import (
    PUBLIC_ACTIVITIES,
    ActivityKind,
    ActivityState,
    Door,
    Phase,
    ResultOf,
)

LARGEST_PARTY = 20


def default_keep_days() -> int:
    return int(settings.EVENTS["KEEP_CONTACT_DAYS"])


class ActivityQuerySet(models.QuerySet["Activity"]):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC_ACTIVITIES)

    def upcoming(self, now: datetime) -> Self:
        """Those that are not over, the nearest first; a cancelled one till its day."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")

    def nearest_first(self, now: datetime) -> Self:
        """Put the nearest that is not over first, and behind all such what was."""
        comes = Q(ends_at__gte=now)
        return self.order_by(
            Case(When(comes, then=0), default=1),
            Case(When(comes, then="starts_at")),
            "-starts_at",
            "-pk",
        )

    def of_unit(self, unit: Unit) -> Self:
        joined = Activity.co_hosts.through._default_manager.filter(unit=unit)
        return self.filter(Q(host=unit) | Q(pk__in=joined.values("activity_id")))

    def for_lists(self) -> Self:
        return self.select_related("host", "area", "poster")


class Activity(index.Indexed, Moving):
    """A speech contest, a lecture, a volunteer day.

    `n_taken` counts the places of confirmed sign-ups: it is moved under a lock, and
    the database itself lets it never pass `capacity`.
    """

    slug = models.SlugField(_("网址名"), max_length=60, unique=True)
    title = models.CharField(_("标题"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=ActivityKind.choices)
    summary = models.CharField(_("一句话"), max_length=120)
    body = models.TextField(_("内容"), help_text=_("空一行分段。"))
    notes = models.TextField(
        _("参加须知"), blank=True, help_text=_("一行一条，例如带什么、怎么到。")
    )
    starts_at = models.DateTimeField(_("开始"), db_index=True)
    ends_at = models.DateTimeField(_("结束"), db_index=True)
    place_text = models.CharField(
        _("地点"), max_length=80, help_text=_("写到门牌或者集合点。")
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("地图上的地点"),
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("片区"),
    )
    host = models.ForeignKey(
        Unit, models.PROTECT, related_name="activities", verbose_name=_("主办单位")
    )
    co_hosts = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name=_("协办单位")
    )
    poster = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("海报"),
    )
    poster_alt = models.CharField(_("海报上有什么"), max_length=120, blank=True)
    contact_phone = models.CharField(_("咨询电话"), max_length=40)

    takes_sign_ups = models.BooleanField(_("要报名"), default=True)
    sign_up_opens_at = models.DateTimeField(_("报名开始"), null=True, blank=True)
    sign_up_closes_at = models.DateTimeField(_("报名截止"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("名额"), null=True, blank=True, help_text=_("不填表示不限。")
    )
    has_waiting_list = models.BooleanField(_("满了可以候补"), default=True)
    largest_party = models.PositiveSmallIntegerField(
        _("一次最多报几人"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)],
    )
    asks_phone = models.BooleanField(_("问手机号"), default=True)
    asks_group = models.BooleanField(_("问单位或班级"), default=False)
    asks_remark = models.BooleanField(_("可以写备注"), default=False)
    keep_days = models.PositiveSmallIntegerField(
        _("联系方式保留天数"),
        default=default_keep_days,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        help_text=_("从活动结束那天算起，到期自动删除。"),
    )
    n_taken = models.PositiveIntegerField(_("已报人数"), default=0, editable=False)

    afterwards = models.TextField(_("活动小结"), blank=True)
    recording = models.ForeignKey(
        EpisodePage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("节目回看"),
    )
    results_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("结果录入人"),
    )
    results_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("结果发布人"),
    )
    results_public_at = models.DateTimeField(_("结果发布时间"), null=True, blank=True)

    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=ActivityState.choices,
        default=ActivityState.DRAFT,
    )
    cancelled_because = models.CharField(_("取消原因"), max_length=300, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("起草人"),
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    changed_at = models.DateTimeField(_("最近改动"), default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("place_text"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        permissions = [("publish_activity", _("发布活动和结果"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="activity_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(n_taken__lte=F("capacity")),
                name="activity_never_overbooked",
            ),
            models.CheckConstraint(  # public by another hand than that which wrote it
                condition=~Q(state__in=PUBLIC_ACTIVITIES)
                | Q(published_at__isnull=False, published_by__isnull=False)
                & ~Q(published_by=F("edited_by")),
                name="activity_published_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.CANCELLED) | ~Q(cancelled_because=""),
                name="activity_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(results_public_at__isnull=True)
                | Q(results_approved_by__isnull=False)
                & ~Q(results_approved_by=F("results_by")),
                name="activity_results_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity", args=[self.slug])

    @property
    def phase(self) -> Phase:
        return self.phase_at(timezone.now())

    def phase_at(self, now: datetime) -> Phase:
        if now < self.starts_at:
            return Phase.UPCOMING
        return Phase.RUNNING if now < self.ends_at else Phase.OVER

    @property
    def is_cancelled(self) -> bool:
        return self.state == ActivityState.CANCELLED

    @property
    def closes_at(self) -> datetime:
        """Return until when one may sign up: at the latest until it begins."""
        return min(self.sign_up_closes_at or self.starts_at, self.starts_at)

    @property
    def n_free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.n_taken)

    def fits(self, party_size: int) -> bool:
        return self.n_free is None or party_size <= self.n_free

    @property
    def door(self) -> Door:
        return self.door_at(timezone.now())

    def door_at(self, now: datetime) -> Door:
        if not self.takes_sign_ups:
            return Door.NONE
        if self.state != ActivityState.PUBLISHED or now >= self.closes_at:
            return Door.CLOSED
        if self.sign_up_opens_at and now < self.sign_up_opens_at:
            return Door.EARLY
        if self.fits(1):
            return Door.OPEN
        return Door.WAITING if self.has_waiting_list else Door.FULL

    @property
    def is_one_day(self) -> bool:
        first, last = (
            timezone.localtime(self.starts_at),
            timezone.localtime(self.ends_at),
        )
        return first.date() == last.date()

    @property
    def notes_in_lines(self) -> list[str]:
        return self.notes.splitlines()


class Result(models.Model):
    """One line of the results. `name` is what everybody may read, and all that is kept."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="results", verbose_name=_("活动")
    )
    order = models.PositiveSmallIntegerField()
    rank = models.CharField(_("名次"), max_length=20, blank=True)
    of = models.CharField(_("类别"), max_length=10, choices=ResultOf.choices)
    name = models.CharField(_("名称"), max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )
    score = models.CharField(_("成绩"), max_length=20, blank=True)
    prize = models.CharField(_("奖项"), max_length=60, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("活动结果")
        verbose_name_plural = _("活动结果")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "order"], name="one_result_a_line"
            )
        ]

    def __str__(self) -> str:
        return self.name
