"""The StreamField blocks that all domains share. Looks are in `templates/blocks/`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
IN_LINE = ["bold", "italic", "link"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("图片"))
    alt = blocks.CharBlock(
        label=_("替代文字"),
        max_length=120,
        help_text=_("写给看不见图的人：图里有什么。不要写文件名。"),
    )
    caption = blocks.CharBlock(label=_("图注"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "blocks/picture.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        image = cleaned.get("image")
        alt = (cleaned.get("alt") or "").strip().lower()
        # AC-22: a file name read aloud tells nobody what the picture shows.
        if alt.endswith((".jpg", ".jpeg", ".png", ".webp", ".heic")) or (
            image and alt == str(image.file.name).rsplit("/", 1)[-1].lower()
        ):
            raise blocks.StructBlockValidationError(
                {"alt": ValidationError(_("替代文字不能是文件名，请写图里有什么。"))}
            )
        return cleaned


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), label=_("图片"), min_num=2, max_num=18)

    class Meta:
        icon = "image"
        label = _("组图")
        template = "blocks/gallery.html"


class VideoBlock(blocks.StructBlock):
    video = VideoChooserBlock(label=_("视频"))
    caption = blocks.CharBlock(label=_("说明"), max_length=200, required=False)
    transcript = blocks.TextBlock(
        label=_("文字稿"),
        required=False,
        help_text=_("视频没有字幕文件时必填。"),
    )

    class Meta:
        icon = "media"
        label = _("视频")
        template = "blocks/video.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("引语"))
    who = blocks.CharBlock(label=_("谁说的"), max_length=60, required=False)

    class Meta:
        icon = "openquote"
        label = _("引语")
        template = "blocks/quote.html"


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("标题"), max_length=60)
    facts = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("label", blocks.CharBlock(label=_("名称"), max_length=30)),
                ("value", blocks.CharBlock(label=_("数值或内容"), max_length=80)),
            ]
        ),
        label=_("条目"),
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "list-ul"
        label = _("要点框")
        template = "blocks/fact_box.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("表名"), max_length=80)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("文字"))),
            ("number", blocks.DecimalBlock(label=_("数字"))),
        ],
        label=_("表格"),
    )

    class Meta:
        icon = "table"
        label = _("表格")
        template = "blocks/table.html"


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("文件"))
    label = blocks.CharBlock(label=_("显示名称"), max_length=80, required=False)

    class Meta:
        icon = "doc-full"
        label = _("附件")
        template = "blocks/attachment.html"


class LinkedPageBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("页面"))

    class Meta:
        icon = "link"
        label = _("相关页面")
        template = "blocks/linked_page.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article. A domain adds its own blocks in a subclass."""

    text = blocks.RichTextBlock(
        label=_("文字"), features=RICH_TEXT, template="blocks/text.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    table = TableBlock()
    attachment = AttachmentBlock()
    facts = FactBoxBlock()
    page = LinkedPageBlock()
