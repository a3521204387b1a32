from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from portal.uploads import GeneratedName


class Recording(AbstractMedia):
    """A film or sound recording, with what those who cannot see or hear need."""

    file = models.FileField(_("文件"), upload_to=GeneratedName("films"))
    thumbnail = models.FileField(
        _("封面"), upload_to=GeneratedName("posters"), blank=True
    )
    captions = models.FileField(
        _("字幕"),
        upload_to=GeneratedName("captions"),
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
        help_text=_("WebVTT 格式。没有字幕时，使用它的页面须有文字稿。"),
    )
    is_ai_generated = models.BooleanField(_("由人工智能生成"), default=False)

    admin_form_fields = (
        "title",
        "file",
        "thumbnail",
        "captions",
        "duration",
        "collection",
        "tags",
        "is_ai_generated",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("视频和音频")
        verbose_name_plural = _("视频和音频")

    def get_upload_to(self, filename: str) -> str:
        return GeneratedName("films")(self, filename)
