"""What a resident says (投诉件), and where it stands."""

from secrets import token_hex

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal.directory.geometry import Point
from portal.timeline.moving import Moving
from reports.complaints.models.categories import Category, PrivacyNotice
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.workflow import (
    FIRST_STATE,
    NEVER_PUBLIC,
    OPEN_STATES,
    WITHOUT_CLOCK,
    AgeBand,
    Channel,
    ComplaintState,
    DeclineReason,
    Finding,
    IdentityMode,
    Kind,
    Outcome,
)


def provisional_number() -> str:
    """Return what no other has, until the complaint has its number."""
    return f"-{token_hex(9)}"


class Complaint(index.Indexed, Moving):
    """One matter that somebody sent in: complaint, tip, suggestion or praise.

    Who sent it stands in `Reporter`, its steps in the timeline. Only `services`
    change it. What is private says so; `.public()` loads none of it.
    """

    # Set from the primary key as soon as there is one: no counter that writers
    # would queue for.
    number = models.CharField(
        _("受理编号"), max_length=20, unique=True, default=provisional_number
    )
    code_hash = models.CharField(_("查询码"), max_length=64)  # keyed, private
    key_hash = models.CharField(max_length=64, unique=True)  # of the form: C2

    kind = models.CharField(
        _("性质"), max_length=20, choices=Kind.choices, default=Kind.COMPLAINT
    )
    channel = models.CharField(
        _("来源"), max_length=20, choices=Channel.choices, default=Channel.WEB
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="complaints", verbose_name=_("类别")
    )
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("片区"),
    )
    street = models.ForeignKey(
        "directory.Street",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("街道"),
    )
    place = models.ForeignKey(
        "directory.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("地点"),
    )
    place_text = models.CharField(_("位置说明"), max_length=200, blank=True)  # private
    lat = models.FloatField(_("纬度"), null=True, blank=True)  # private: exact
    lon = models.FloatField(_("经度"), null=True, blank=True)
    public_lat = models.FloatField(_("公开纬度"), null=True, blank=True)
    public_lon = models.FloatField(_("公开经度"), null=True, blank=True)
    is_place_hidden = models.BooleanField(_("不公开位置"), default=False)

    text = models.TextField(_("原文"))  # private
    text_public = models.TextField(_("公开文本"), blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), default=timezone.now)  # private
    submitted_on = models.DateField(_("提交日期"), default=timezone.localdate)

    identity_mode = models.CharField(
        _("身份"),
        max_length=20,
        choices=IdentityMode.choices,
        default=IdentityMode.ANONYMOUS,
    )
    age_band = models.CharField(
        _("年龄段"), max_length=20, choices=AgeBand.choices, default=AgeBand.ADULT
    )
    has_guardian_consent = models.BooleanField(_("监护人同意"), default=False)
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name=_("告知版本"),
    )
    accused_unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints_about",
        verbose_name=_("被反映的单位"),
        help_text=_("反映单位自己的工作人员时填写；不会派给它。"),
    )

    state = models.CharField(
        _("状态"), max_length=20, choices=ComplaintState.choices, default=FIRST_STATE
    )
    is_open = models.BooleanField(_("未完结"), default=True)
    resumes_to = models.CharField(
        _("补充后回到"), max_length=20, choices=ComplaintState.choices, blank=True
    )
    decline_reason = models.CharField(
        _("不予受理原因"), max_length=20, choices=DeclineReason.choices, blank=True
    )
    finding = models.CharField(
        _("查实情况"), max_length=20, choices=Finding.choices, blank=True
    )
    outcome = models.CharField(
        _("办理结果"), max_length=20, choices=Outcome.choices, blank=True
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("主办单位"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("并入"),
    )

    intake_due_at = models.DateTimeField(_("受理期限"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    filed_at = models.DateTimeField(_("立案时间"), null=True, blank=True)
    replied_at = models.DateTimeField(_("首次答复时间"), null=True, blank=True)
    # When the unit did it: the time of the desk's own check is not held against it.
    handled_at = models.DateTimeField(_("处置时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("办理期限"), null=True, blank=True)
    answer_due_at = models.DateTimeField(_("补充期限"), null=True, blank=True)
    suspended_until = models.DateTimeField(_("挂账复核"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("完结时间"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("匿名化时间"), null=True, blank=True)

    reminded = models.PositiveSmallIntegerField(_("已催办"), default=0)
    n_extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    n_suspensions = models.PositiveSmallIntegerField(_("挂账次数"), default=0)
    n_reworks = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    n_disputes = models.PositiveSmallIntegerField(_("异议次数"), default=0)
    n_followers = models.PositiveIntegerField(_("关注人数"), default=0)

    is_published = models.BooleanField(_("已公开"), default=False)
    published_on = models.DateField(_("公开日期"), null=True, blank=True)
    masks_reviewed_by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("脱敏复核人"),
    )
    hidden_because = models.CharField(_("隐藏原因"), max_length=200, blank=True)

    rating = models.PositiveSmallIntegerField(
        _("满意度"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    rated_at = models.DateTimeField(_("评价时间"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    search_fields = [
        index.SearchField("number", boost=3),
        index.AutocompleteField("number"),
        index.SearchField("text_public"),
    ]
    search_auto_update = False  # `public.search` does it when a text is given out

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("投诉件")
        verbose_name_plural = _("投诉件")
        constraints = [
            models.CheckConstraint(
                name="complaint_is_open_in_open_states",
                condition=Q(is_open=True, state__in=sorted(OPEN_STATES))
                | Q(is_open=False) & ~Q(state__in=sorted(OPEN_STATES)),
            ),
            models.CheckConstraint(
                name="complaint_closed_with_finding_and_outcome",
                condition=~Q(state=ComplaintState.CLOSED)
                | ~Q(finding="") & ~Q(outcome="") & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_merged_into_another",
                condition=Q(state=ComplaintState.MERGED, merged_into__isnull=False)
                & ~Q(merged_into=F("pk"))
                | ~Q(state=ComplaintState.MERGED) & Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="complaint_public_is_moderated",
                condition=Q(is_published=False)
                | ~Q(text_public="")
                & Q(published_on__isnull=False)
                & Q(masks_reviewed_by__isnull=False)
                & ~Q(state__in=sorted(NEVER_PUBLIC)),
            ),
            models.CheckConstraint(
                name="complaint_rating_of_five",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
            ),
        ]
        # The conditions are bare booleans or nulls: SQLite cannot match a condition
        # to a query that carries its values as parameters.
        indexes = [
            models.Index(fields=["state", "id"], name="complaint_state"),
            models.Index(
                fields=["due_at"], condition=Q(is_open=True), name="complaint_open_due"
            ),
            models.Index(
                fields=["unit", "due_at"],
                condition=Q(is_open=True),
                name="complaint_open_unit",
            ),
            models.Index(
                fields=["category", "lat", "lon"],
                condition=Q(is_open=True),
                name="complaint_open_near",
            ),
            models.Index(
                fields=["category", "public_lat", "public_lon"],
                condition=Q(is_open=True, is_published=True),
                name="complaint_public_near",
            ),
            # The newest first, with what a map asks: read without touching a row.
            models.Index(
                fields=["id", "public_lat", "public_lon"],
                condition=Q(is_published=True),
                name="complaint_public_newest",
            ),
            models.Index(
                fields=["submitted_on", "id"],
                condition=Q(is_published=True),
                name="complaint_public_day",
            ),
            *(
                models.Index(
                    fields=[field, "id"],
                    condition=Q(is_published=True),
                    name=f"complaint_public_{field}",
                )
                for field in ("area", "category", "unit", "state")
            ),
            models.Index(
                fields=["public_lat", "public_lon"],
                condition=Q(is_published=True),
                name="complaint_public_map",
            ),
            *(
                models.Index(
                    fields=[field],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"complaint_{field}",
                )
                for field in ("accepted_at", "filed_at", "closed_at")
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="complaint_due_at",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, anonymised_at__isnull=True),
                name="complaint_to_anonymise",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def get_indexed_objects(cls) -> ComplaintQuerySet:
        return cls.objects.public()

    @property
    def point(self) -> Point | None:
        """Return the exact place: for the desk and the unit alone."""
        if self.lat is None or self.lon is None:
            return None
        return Point(self.lat, self.lon)

    @property
    def public_place(self) -> str:
        """Return the place to street level, as everybody may read it (PR-12)."""
        if self.is_place_hidden:
            return str(self.area or "")
        return str(self.street or self.place or self.area or "")

    @property
    def is_overdue(self) -> bool:
        return (
            self.is_open
            and self.state not in WITHOUT_CLOCK
            and self.due_at is not None
            and self.due_at < timezone.now()
        )
