from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.evidence.fingerprint import as_bits, as_stored, bands
from portal.evidence.workflow import BoxState, EvidenceState
from portal.uploads import GeneratedName, private_storage

PER_MILLE = (MinValueValidator(0), MaxValueValidator(1000))


def random_id() -> str:
    """Return 122 random bits: nobody guesses the next one."""
    return uuid4().hex


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def photos(self) -> Self:
        return self.filter(kind=Evidence.Kind.PHOTO)

    def awaiting_check(self) -> Self:
        return self.filter(state=EvidenceState.PROCESSED)

    def received_before(self, evidence: "Evidence") -> Self:
        return self.filter(pk__lt=evidence.pk)


class Evidence(models.Model):
    """A photo or film that proves something. Its original never has an address.

    Domains hold it by tables of their own, and answer for it in `owners`.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        VIDEO = "video", _("视频")

    public_id = models.CharField(
        _("编号"), max_length=32, unique=True, default=random_id, editable=False
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=EvidenceState,
        default=EvidenceState.RECEIVED,
        db_index=True,
    )
    original = models.FileField(
        _("原件"),
        upload_to=GeneratedName("evidence/originals"),
        storage=private_storage,
    )
    # Upright, small enough for a browser, not redacted: for staff alone.
    working = models.FileField(
        _("工作副本"),
        upload_to=GeneratedName("evidence/working"),
        storage=private_storage,
        blank=True,
    )
    # The picture that boxes are drawn on: of a film one still, of a photo `working`.
    still = models.FileField(
        _("画面"),
        upload_to=GeneratedName("evidence/working"),
        storage=private_storage,
        blank=True,
    )
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64, db_index=True)
    phash = models.BigIntegerField(_("指纹"), null=True)
    band_0 = models.IntegerField(null=True, db_index=True)
    band_1 = models.IntegerField(null=True, db_index=True)
    band_2 = models.IntegerField(null=True, db_index=True)
    band_3 = models.IntegerField(null=True, db_index=True)
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    duration = models.FloatField(_("时长（秒）"), null=True)
    # From the file, where the sender agreed to give them.
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    latitude = models.FloatField(_("纬度"), null=True)
    longitude = models.FloatField(_("经度"), null=True)
    received_at = models.DateTimeField(
        _("收到时间"), default=timezone.now, db_index=True
    )
    redaction_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("核对人"),
    )
    redaction_checked_at = models.DateTimeField(_("核对时间"), null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("证据")
        verbose_name_plural = _("证据")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id[:8]}"

    @property
    def is_photo(self) -> bool:
        return self.kind == self.Kind.PHOTO

    @property
    def canvas(self) -> models.fields.files.FieldFile:
        """The upright picture that boxes are drawn on; empty until it is made."""
        return self.working if self.is_photo else self.still

    @property
    def is_checked(self) -> bool:
        return self.state == EvidenceState.CHECKED

    @property
    def fingerprint(self) -> int | None:
        return None if self.phash is None else as_bits(self.phash)

    @fingerprint.setter
    def fingerprint(self, value: int | None) -> None:
        self.phash = None if value is None else as_stored(value)
        parts: list[Any] = [None] * 4 if value is None else bands(value)
        self.band_0, self.band_1, self.band_2, self.band_3 = parts

    @property
    def redaction_address(self) -> str:
        return reverse("evidence_redact", args=[self.public_id])


class CutPrint(models.Model):
    """What a photo looks like to us after one of the usual cuts: so it is known again."""

    evidence = models.ForeignKey(
        Evidence, models.CASCADE, related_name="cut_prints", verbose_name=_("证据")
    )
    phash = models.BigIntegerField(_("指纹"))
    band_0 = models.IntegerField(db_index=True)
    band_1 = models.IntegerField(db_index=True)
    band_2 = models.IntegerField(db_index=True)
    band_3 = models.IntegerField(db_index=True)

    class Meta:
        verbose_name = _("裁剪指纹")
        verbose_name_plural = _("裁剪指纹")

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.fingerprint:016x}"

    @classmethod
    def of(cls, evidence: Evidence, value: int) -> Self:
        """Return the row to keep `value` by."""
        one, two, three, four = bands(value)
        return cls(
            evidence=evidence,
            phash=as_stored(value),
            band_0=one,
            band_1=two,
            band_2=three,
            band_3=four,
        )

    @property
    def fingerprint(self) -> int:
        return as_bits(self.phash)


class PublicCopy(models.Model):
    """What everybody may see of a piece of evidence, at an address that says nothing.

    There are none unless its redaction was checked; who withdraws it deletes them.
    """

    class Use(models.TextChoices):
        FULL = "full", _("全图或视频")
        SMALL = "small", _("小图")

    evidence = models.ForeignKey(
        Evidence, models.CASCADE, related_name="public_copies", verbose_name=_("证据")
    )
    use = models.CharField(_("用途"), max_length=10, choices=Use)
    # The last part of its address, with an extension; not the name of its file.
    name = models.CharField(_("地址"), max_length=40, unique=True)
    file = models.FileField(
        _("文件"), upload_to=GeneratedName("evidence/public"), storage=private_storage
    )
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "use"], name="one_copy_per_use")
        ]
        verbose_name = _("公开副本")
        verbose_name_plural = _("公开副本")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:public_copy", args=[self.name])


class BoxQuerySet(models.QuerySet["Box"]):
    def confirmed(self) -> Self:
        return self.filter(state=BoxState.CONFIRMED)

    def undecided(self) -> Self:
        return self.filter(state=BoxState.SUGGESTED)

    def shown(self) -> Self:
        return self.exclude(state=BoxState.REMOVED)


class Box(models.Model):
    """What is made unrecognisable (PR-31), in per mille of the upright picture."""

    class Kind(models.TextChoices):
        FACE = "face", _("人脸")
        PLATE = "plate", _("车牌")
        DOOR = "door", _("门牌号")
        PHONE = "phone", _("电话号码")
        MINOR = "minor", _("未成年人")
        SCREEN = "screen", _("屏幕")
        OTHER = "other", _("其他")

    class Origin(models.TextChoices):
        SUGGESTED = "suggested", _("自动识别")
        DRAWN = "drawn", _("手工绘制")

    evidence = models.ForeignKey(
        Evidence, models.CASCADE, related_name="boxes", verbose_name=_("证据")
    )
    x = models.PositiveSmallIntegerField(_("左"), validators=PER_MILLE)
    y = models.PositiveSmallIntegerField(_("上"), validators=PER_MILLE)
    w = models.PositiveSmallIntegerField(_("宽"), validators=PER_MILLE)
    h = models.PositiveSmallIntegerField(_("高"), validators=PER_MILLE)
    kind = models.CharField(_("内容"), max_length=10, choices=Kind, default=Kind.OTHER)
    origin = models.CharField(_("来源"), max_length=10, choices=Origin)
    state = models.CharField(_("状态"), max_length=10, choices=BoxState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("决定人"),
    )

    objects = BoxQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    w__gt=0,
                    h__gt=0,
                    x__lte=1000 - models.F("w"),
                    y__lte=1000 - models.F("h"),
                ),
                name="box_inside_the_picture",
            )
        ]
        verbose_name = _("遮挡框")
        verbose_name_plural = _("遮挡框")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.x},{self.y} {self.w}×{self.h}"

    @property
    def place(self) -> tuple[int, int, int, int]:
        return (self.x, self.y, self.w, self.h)
