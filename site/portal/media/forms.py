"""The form of the film library: the content decides, the machine measures."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from wagtailmedia.forms import BaseMediaForm

from portal.images.services import make_poster
from portal.images.uses import refuse_another_file
from portal.media.captions import clean_captions
from portal.media.services import CleanRecording, clean_recording
from portal.uploads import refuse_when_disk_is_low, refuse_when_too_large


class MediaForm(BaseMediaForm):
    recording: CleanRecording | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "duration" in self.fields:
            self.fields["duration"].required = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        refuse_when_disk_is_low()
        refuse_when_too_large(file, settings.MEDIA_MAX_UPLOAD_SIZE)
        self.recording = clean_recording(file, is_film=self.instance.type == "video")
        return self.recording.file

    def clean_thumbnail(self) -> Any:
        thumbnail = self.cleaned_data["thumbnail"]
        return (
            make_poster(thumbnail) if isinstance(thumbnail, UploadedFile) else thumbnail
        )

    def clean_captions(self) -> Any:
        captions = self.cleaned_data["captions"]
        return (
            clean_captions(captions) if isinstance(captions, UploadedFile) else captions
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.recording:
            streams = self.recording.streams
            # What was measured is true; what was typed may be of the file before.
            cleaned["duration"] = round(streams.duration, 2)
            self.instance.width, self.instance.height = streams.width, streams.height
            if not cleaned.get("thumbnail") and self.recording.poster:
                cleaned["thumbnail"] = ContentFile(
                    self.recording.poster.read(), name="poster.webp"
                )
        elif cleaned.get("duration") is None:
            cleaned["duration"] = self.instance.duration
        refuse_another_file(self)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if self.recording and commit:
            # The file has been moved to its place: let go of where it was.
            self.recording.file.close()
        return saved
