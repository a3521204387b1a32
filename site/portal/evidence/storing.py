"""Files that are on the disk before anybody is told so (C1).

A file is written under a name that nobody refers to yet, and is synced with the
folders above it. Only then may a row name it: a process that is killed leaves a
file too many at worst, never a row without its file.
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.uploads import ByteFile, is_disk_low, private_storage


class StorageFull(OSError):
    """There is no room for files, while there still is for words (R2).

    Who does not catch it answers 503 and gives the text back (`portal.health`).
    """

    def __init__(self) -> None:
        super().__init__(
            errno.ENOSPC,
            _("服务器的存储空间快用完了，暂时收不了照片和视频。文字可以照常提交。"),
        )


def refuse_without_room() -> None:
    if is_disk_low(settings.PRIVATE_MEDIA_ROOT):
        raise StorageFull


def keep_file(instance: models.Model, field: str, file: ByteFile) -> None:
    """Store `file` under a generated name and set the field; the row is not saved."""
    kept: Any = getattr(instance, field)
    file.seek(0)
    kept.save(file.name, file, save=False)
    _sync(kept.name)


def keep_bytes(instance: models.Model, field: str, content: bytes, suffix: str) -> None:
    keep_file(instance, field, ContentFile(content, name=f"kept.{suffix}"))


def keep_path(instance: models.Model, field: str, path: Path) -> None:
    with path.open("rb") as file:
        keep_file(instance, field, File(file, name=path.name))


def forget_file(name: str | None) -> None:
    """Delete a file once the row that named it is gone for good."""
    if name:
        transaction.on_commit(lambda: private_storage().delete(name))


def discard(names: Iterable[str | None]) -> None:
    """Delete files that no row names, nor will."""
    for name in names:
        if name:
            private_storage().delete(name)


def _sync(name: str) -> None:
    storage = private_storage()
    try:
        path = Path(storage.path(name))
        root = Path(storage.path(""))
    except NotImplementedError:
        return  # an object store answers when it is safe
    sync_path(path)
    # A new month has a new folder: its name must be on the disk as well.
    for folder in path.parents:
        sync_path(folder)
        if folder == root:
            break


def sync_path(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
