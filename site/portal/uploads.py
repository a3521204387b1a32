"""What every upload has in common: where it lies, its name, when it is refused.

Names are generated, so that nothing of an uploader's name is kept.
"""

import shutil
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    ByteFile = File[bytes]
else:
    ByteFile = File  # Django gives it no parameters at run time


class PrivateFileStorage(FileSystemStorage):
    """Files without an address. Django's own would name one below /media/ all the same."""

    def url(self, name: str | None) -> str:
        raise NotImplementedError("This file has no address.")


def private_storage() -> Storage:
    """Where originals lie: below no public address."""
    return storages["private"]


@deconstructible
class GeneratedName:
    """An `upload_to` that keeps only the extension, e.g. `films/2026/11/3f….mp4`.

    The extension must have been checked against the content before.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        suffix = PurePath(filename).suffix.lower()
        return f"{self.folder}/{timezone.localdate():%Y/%m}/{uuid4().hex}{suffix}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GeneratedName) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def refuse_when_disk_is_low() -> None:
    """Refuse uploads while there is still room for what residents write (security.md §0.6)."""
    if is_disk_low(settings.MEDIA_ROOT):
        raise ValidationError(
            _("服务器的存储空间快用完了，暂时不能上传，请告诉管理员。")
        )


def is_disk_low(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    return bool(shutil.disk_usage(folder).free < settings.FREE_SPACE_FLOOR)


def refuse_when_too_large(file: ByteFile, limit: int) -> None:
    if file.size > limit:
        raise ValidationError(
            _("文件有 %(size)s，最大可以是 %(limit)s。")
            % {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
        )


def first_bytes(file: ByteFile, count: int = 64) -> bytes:
    file.seek(0)
    head: bytes = file.read(count)
    file.seek(0)
    return head


def looks_like_markup(head: bytes) -> bool:
    """Tell whether a browser that guesses types could take this for HTML or SVG."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(
        (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body")
    )
