from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from portal.uploads import GeneratedName, private_storage

# What chats and feed readers show: they know neither AVIF nor WebP for certain.
SHARED = "fill-1200x630|format-jpeg|jpegquality-75"


class Picture(AbstractImage):
    """A picture. Its original is private; pages show renditions only."""

    file = models.ImageField(
        _("文件"),
        upload_to=GeneratedName("originals"),
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    credit = models.CharField(_("拍摄或绘制"), max_length=100, blank=True)
    is_ai_generated = models.BooleanField(
        _("由人工智能生成"), default=False, help_text=_("生成内容须加显著标识。")
    )

    admin_form_fields = (
        *WagtailImage.admin_form_fields,
        "credit",
        "is_ai_generated",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def get_upload_to(self, filename: str) -> str:
        return GeneratedName("originals")(self, filename)


class Rendition(AbstractRendition):
    image = models.ForeignKey(
        Picture, models.CASCADE, related_name="renditions", verbose_name=_("图片")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_filter",
            )
        ]


class Attachment(AbstractDocument):
    """A file for download. Served by a view that checks permission, never by address."""

    file = models.FileField(
        _("文件"), upload_to=GeneratedName("documents"), storage=private_storage
    )

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")

    def get_upload_to(self, filename: str) -> str:
        return GeneratedName("documents")(self, filename)
