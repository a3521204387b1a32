from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlockValidationError

from portal.blocks import PictureBlock
from portal.uploads import refuse_when_too_large
from publicity.newsroom.drafting import MOST_AT_ONCE, Unnamed
from publicity.newsroom.office import LARGEST_HTML, OfficeText, read_html, read_plain
from publicity.newsroom.word_files import read_docx


class ImportForm(forms.Form):
    """A Word file, or what was pasted: with its format where the script helped."""

    document = forms.FileField(
        label=_("Word 文件（.docx）"),
        required=False,
        help_text=_("图片、表格、标题和列表都会带过来。WPS 里请“另存为 .docx”。"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    text = forms.CharField(
        label=_("或者把内容粘贴到这里"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-paste-target": ""}),
    )
    pasted = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"hidden": "", "tabindex": "-1"})
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        found: OfficeText | None = None
        if data.get("document"):
            try:
                found = read_docx(data["document"])
            except ValidationError as error:
                self.add_error("document", error)
                return data
        elif data.get("pasted"):
            refuse_when_too_large(data["pasted"], LARGEST_HTML)
            found = read_html(data["pasted"].read().decode("utf-8", "replace"))
        elif data.get("text"):
            found = read_plain(data["text"])
        if found is None or found.is_empty:
            raise ValidationError(_("没有内容。请选择一个 .docx 文件，或粘贴文字。"))
        return {**data, "found": found}


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class ManyFilesField(forms.FileField):
    """Up to eighteen files; what each holds is judged one by one, later."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            raise ValidationError(_("请至少选择一张图片。"))
        if len(data) > MOST_AT_ONCE:
            raise ValidationError(
                _("一次最多%(most)s张，您选了%(count)s张。请分几次加。")
                % {"most": MOST_AT_ONCE, "count": len(data)}
            )
        return list(data)


class PicturesForm(forms.Form):
    pictures = ManyFilesField(
        label=_("选择图片（可以多选，最多18张）"),
        widget=ManyFilesInput(attrs={"multiple": "", "accept": "image/*,.heic"}),
        help_text=_("JPEG、PNG、WebP、HEIC 都可以。拍摄地点等信息会去掉。"),
    )


class NamesForm(forms.Form):
    """One pair of fields for each picture that has no words yet, one for each table."""

    def __init__(self, data: Any, *, parts: list[Unnamed]) -> None:
        super().__init__(data)
        self.parts = parts
        for part in parts:
            if part.picture:
                self.fields[f"alt-{part.key}"] = forms.CharField(
                    label=_("替代文字（图里有什么）"), max_length=120
                )
            self.fields[f"caption-{part.key}"] = forms.CharField(
                label=_("图注（可不填）") if part.picture else _("表名"),
                max_length=200 if part.picture else 80,
                required=part.picture is None,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "picture": part.picture,
                "fields": [
                    self[name]
                    for name in (f"alt-{part.key}", f"caption-{part.key}")
                    if name in self.fields
                ],
                "table": None if part.picture else part.value["table"],
            }
            for part in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        block = PictureBlock()
        for part in self.parts:
            alt = data.get(f"alt-{part.key}")
            if part.picture and alt:
                try:  # the block knows the rule about file names
                    block.clean(
                        block.to_python(
                            {"image": part.picture.pk, "alt": alt, "caption": ""}
                        )
                    )
                except StructBlockValidationError as error:
                    self.add_error(f"alt-{part.key}", error.block_errors["alt"])
        return data

    def words(self) -> dict[str, dict[str, str]]:
        return {
            part.key: {
                "alt": self.cleaned_data.get(f"alt-{part.key}", ""),
                "caption": self.cleaned_data.get(f"caption-{part.key}", ""),
            }
            for part in self.parts
        }


class PreviewLinkForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=_("多长时间内有效"),
        coerce=int,
        choices=lambda: [
            (hours, _("%(hours)s 小时") % {"hours": hours})
            for hours in settings.PREVIEW_LINK_HOURS
        ],
    )
