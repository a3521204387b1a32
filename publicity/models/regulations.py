"""Regulations as rows: a regulation has dated versions, a version has clauses."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from publicity.workflow import (
    ClauseKind,
    NormLevel,
    Validity,
    VersionState,
)


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def public(self) -> Self:
        return self.filter(
            Exists(RegulationVersion.objects.public().filter(regulation=OuterRef("pk")))
        )


class Regulation(index.Indexed, models.Model):
    """A law or local document, whatever its wording is today."""

    slug = models.SlugField(_("网址名"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    short_title = models.CharField(_("简称"), max_length=60, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    level = models.CharField(
        _("效力层级"),
        max_length=20,
        choices=NormLevel.choices,
        default=NormLevel.DOCUMENT,
    )
    issuer = models.CharField(_("制定机关"), max_length=100)
    drafted_by = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="regulations_drafted",
        verbose_name=_("起草单位"),
    )
    topic = models.CharField(_("主题分类"), max_length=40)
    adopted_on = models.DateField(_("成文日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    source_url = models.URLField(_("官方文本网址"), blank=True)
    is_demonstration = models.BooleanField(
        _("演示文本"), default=False, help_text=_("页面上会标明不具有法律效力。")
    )

    objects = RegulationQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("document_number"),
        index.SearchField("topic"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("法规")
        verbose_name_plural = _("法规")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publicity:regulation", args=[self.slug])


class RegulationVersionQuerySet(models.QuerySet["RegulationVersion"]):
    def public(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def in_force(self, on: date) -> Self:
        # An editor may forget to end the older version: the newer one ends it.
        newer = RegulationVersion.objects.public().filter(
            regulation=OuterRef("regulation"),
            effective_on__gt=OuterRef("effective_on"),
            effective_on__lte=on,
        )
        return self.public().filter(
            Q(repealed_on__isnull=True) | Q(repealed_on__gt=on),
            ~Exists(newer),
            effective_on__lte=on,
        )


class RegulationVersion(models.Model):
    """The wording of a regulation from one day on."""

    regulation = models.ForeignKey(
        Regulation, models.CASCADE, related_name="versions", verbose_name=_("法规")
    )
    effective_on = models.DateField(_("施行日期"))
    repealed_on = models.DateField(
        _("失效日期"),
        null=True,
        blank=True,
        help_text=_("从这一天起不再有效：被新版本取代或废止。"),
    )
    title_note = models.CharField(
        _("题注"),
        max_length=300,
        blank=True,
        help_text=_("通过、公布和历次修改的日期。"),
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
    )

    objects = RegulationVersionQuerySet.as_manager()

    class Meta:
        ordering = ["regulation", "-effective_on"]
        verbose_name = _("法规版本")
        verbose_name_plural = _("法规版本")
        permissions = [("publish_regulationversion", "公布和废止法规版本")]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "effective_on"],
                name="one_version_per_day",
                violation_error_message=_("这一天已经有一个版本。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.regulation}（{self.effective_on:%Y-%m-%d}）"

    def get_absolute_url(self) -> str:
        return reverse(
            "publicity:regulation_version",
            args=[self.regulation.slug, self.effective_on],
        )

    @property
    def validity(self) -> Validity:
        today = timezone.localdate()
        if self.effective_on > today:
            return Validity.FUTURE
        if any(
            version.state == VersionState.PUBLISHED
            and self.effective_on < version.effective_on <= today
            for version in self.regulation.versions.all()  # as prefetched
        ):
            return Validity.AMENDED
        if self.repealed_on and self.repealed_on <= today:
            return Validity.REPEALED
        return Validity.IN_FORCE


class ClauseQuerySet(models.QuerySet["Clause"]):
    def public(self) -> Self:
        return self.filter(version__state=VersionState.PUBLISHED)

    def articles(self) -> Self:
        return self.filter(kind=ClauseKind.ARTICLE)

    def in_force(self, on: date) -> Self:
        versions = RegulationVersion.objects.in_force(on)
        return self.filter(version__in=versions)

    def telling_if_in_force(self, on: date) -> Self:
        versions = RegulationVersion.objects.in_force(on).filter(pk=OuterRef("version"))
        return self.annotate(is_in_force=Exists(versions))

    def with_penalty(self) -> Self:
        # An imported text tells its penalties by what follows on what, and no other way.
        paired = self.model.objects.filter(duty_links__isnull=False).values("pk")
        return self.filter(~Q(penalty="") | Q(pk__in=paired))

    def telling_more(self) -> Self:
        """Leave out the 款, 项 and 目 whose words their article's own text has too."""
        in_article = Q(kind=ClauseKind.PARAGRAPH) & ~Q(parent__text="")
        in_paragraph = Q(kind=ClauseKind.ITEM, parent__kind=ClauseKind.PARAGRAPH) & ~Q(
            parent__parent__text=""
        )
        in_item = Q(
            kind=ClauseKind.SUBITEM, parent__parent__kind=ClauseKind.PARAGRAPH
        ) & ~Q(parent__parent__parent__text="")
        said_again = (in_article | in_paragraph | in_item) & Q(
            plain_note="", reward="", penalty=""
        )
        return self.exclude(pk__in=self.model.objects.filter(said_again).values("pk"))

    def same_place_as(self, clause: "Clause") -> Self:
        """Keep `clause`, what stands below it, and its wordings in other versions."""
        return self.filter(
            Q(anchor=clause.anchor) | Q(anchor__startswith=f"{clause.anchor}-"),
            version__regulation=clause.version.regulation_id,
        )


class ClauseManager(models.Manager.from_queryset(ClauseQuerySet)):  # type: ignore[misc]
    """Fetches each clause with its regulation: no clause has a name without it."""

    def get_queryset(self) -> ClauseQuerySet:
        queryset: ClauseQuerySet = super().get_queryset()
        return queryset.select_related("version__regulation")


class Clause(index.Indexed, models.Model):
    """One place of a version: a chapter heading, an article, a paragraph, an item.

    `position` orders the whole version as it is printed, so that 第十条 follows
    第九条; `anchor` is stable across versions (RG-03), e.g. `art-42-p1-i3`.

    `inserted` is the number after 之: 第十条之一 is 10 and 1. `wording.places` says
    how an anchor is made.

    An article's own text is its whole wording. Where its 款 and 项 are rows too, the
    services keep both alike; hand-made rows below an article without text say it all.
    `continues` is the article of the wording before that this one goes on from, under
    whatever number; what is said about a wording is copied only while it is unchanged.
    """

    version = models.ForeignKey(
        RegulationVersion,
        models.CASCADE,
        related_name="clauses",
        verbose_name=_("版本"),
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(_("层级"), max_length=20, choices=ClauseKind.choices)
    number = models.PositiveIntegerField(_("序号"))
    inserted = models.PositiveSmallIntegerField(
        _("之几"), default=0, help_text=_("第十条之一填 1，其他的填 0。")
    )
    label = models.CharField(_("条号"), max_length=40, help_text=_("如：第十七条"))
    anchor = models.SlugField(_("锚点"), max_length=40)
    position = models.PositiveIntegerField(_("顺序"))
    title = models.CharField(_("条旨"), max_length=80, blank=True)
    text = models.TextField(_("条文"), blank=True)
    plain_note = models.TextField(_("大白话"), blank=True)
    reward = models.TextField(_("奖励"), blank=True)
    penalty = models.TextField(_("处罚"), blank=True)
    example = models.TextField(
        _("举例"), blank=True, help_text=_("一件小事，说明这一条怎么用。")
    )
    audio = models.ForeignKey(
        "media.Recording",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("朗读录音"),
        help_text=_("没有录音时，由浏览器朗读。条文改了要重录。"),
    )
    film = models.ForeignKey(
        "media.Recording",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("手语或字幕视频"),
    )
    responsible_units = models.ManyToManyField(
        "directory.Unit",
        blank=True,
        related_name="clauses",
        verbose_name=_("执行单位"),
    )
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("承接的旧条文"),
    )
    # Where the text speaks of other places: start, end, anchor, slug of the regulation.
    references = models.JSONField(default=list, blank=True, editable=False)

    objects = ClauseManager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("label", boost=2),
        index.SearchField("text"),
        index.SearchField("plain_note"),
        index.SearchField("example"),
        index.SearchField("reward"),
        index.SearchField("penalty"),
        # 市容管理办法 第十七条 is how one asks for a clause.
        index.RelatedFields(
            "version", [index.RelatedFields("regulation", [index.SearchField("title")])]
        ),
        index.AutocompleteField("label"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("version"),
    ]

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "anchor"], name="one_anchor_per_version"
            ),
            models.UniqueConstraint(
                fields=["version", "position"], name="one_position_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.regulation} {self.label} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse(
            "publicity:clause", args=[self.version.regulation.slug, self.anchor]
        )
