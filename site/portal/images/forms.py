"""The forms of the picture and file libraries: the content decides (security.md U1-U4)."""

from typing import Any

from django.conf import settings
from django.forms import FileField
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.images.checks import document_suffix
from portal.images.services import clean_picture
from portal.images.uses import refuse_another_file
from portal.uploads import ByteFile, refuse_when_disk_is_low


class PictureField(WagtailImageField):
    # What the file is called does not matter: phones call HEIC pictures .jpg.
    default_validators = ()

    def to_python(self, data: Any) -> ByteFile | None:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        refuse_when_disk_is_low()
        return clean_picture(file)


class DocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> ByteFile | None:
        file: ByteFile | None = super().to_python(data)
        if file is None:
            return None
        refuse_when_disk_is_low()
        file.name = f"document.{document_suffix(file)}"
        return file


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=given.label, required=given.required, widget=given.widget
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_another_file(self)
        return cleaned


class AttachmentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            given.widget.attrs["accept"] = ",".join(
                f".{suffix}" for suffix in settings.WAGTAILDOCS_EXTENSIONS
            )
            self.fields["file"] = DocumentField(
                label=given.label, required=given.required, widget=given.widget
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_another_file(self)
        return cleaned
