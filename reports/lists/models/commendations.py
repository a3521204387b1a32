"""Who did well (红榜表彰): a unit or a group, with what it did and by which clause."""

import re
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.search import index

from portal.directory.models import Area, Place, Unit
from publicity.models import Clause
from reports.lists.workflow import (
    OF_PEOPLE,
    CommendationKind,
    CommendationState,
)

# A name alone, or one with how somebody is addressed.
A_PERSON = re.compile(
    "[\u4e00-\u9fff]{2,3}|.*(?:先生|女士|同志|老师|师傅|同学|大爷|大妈|阿姨)"
)


class CommendationQuerySet(models.QuerySet["Commendation"]):
    def public(self) -> Self:
        return self.filter(state=CommendationState.PUBLISHED)


class Commendation(index.Indexed, models.Model):
    """One commendation. It names a unit, a place or a group, never a private person."""

    number = models.SlugField(gettext_lazy("编号"), max_length=20, unique=True)
    awarded_on = models.DateField(gettext_lazy("日期"), default=timezone.localdate)
    period = models.CharField(gettext_lazy("批次"), max_length=40, blank=True)
    kind = models.CharField(
        gettext_lazy("类别"), max_length=20, choices=CommendationKind.choices
    )
    name = models.CharField(
        gettext_lazy("名称"),
        max_length=60,
        help_text=gettext_lazy("单位、场所或集体的名称。不写个人姓名。"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name=gettext_lazy("所属单位"),
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name=gettext_lazy("片区"),
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("地点"),
    )
    citation = models.TextField(gettext_lazy("事迹"), max_length=500)
    clauses = models.ManyToManyField(
        Clause,
        blank=True,
        related_name="commendations",
        verbose_name=gettext_lazy("依据条款"),
    )
    state = models.CharField(
        gettext_lazy("状态"),
        max_length=20,
        choices=CommendationState.choices,
        default=CommendationState.DRAFT,
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(gettext_lazy("发布时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = CommendationQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("citation"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        ordering = ["-awarded_on", "-pk"]
        verbose_name = gettext_lazy("表彰")
        verbose_name_plural = gettext_lazy("表彰")
        constraints = [
            models.CheckConstraint(  # EX-07: praise, too, is approved by another
                condition=~Q(state=CommendationState.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False)
                & ~Q(published_by=F("drafted_by")),
                name="commendation_published_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("unit_lists:commendation", args=[self.number])

    def clean(self) -> None:
        super().clean()
        if self.kind in OF_PEOPLE and A_PERSON.fullmatch(self.name.strip()):
            raise ValidationError(
                {"name": _("不写个人姓名，写集体的名称，例如“护院队”。")}
            )
