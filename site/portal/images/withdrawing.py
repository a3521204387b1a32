"""What is taken off the site takes its pictures and films along (E3, C9).

These are sent as files, without a question: whoever knows an address would go on
seeing what was taken down. So they move to addresses that nobody knows.
"""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import transaction
from wagtail.images.models import AbstractImage
from wagtailmedia.models import AbstractMedia

from portal.images.uses import file_fields, files_in, is_shown


def withdraw_files(instance: Any, **kwargs: Any) -> None:
    """Hide the files of a page that went offline, unless readers see them elsewhere."""
    page = type(instance)._default_manager.get(pk=instance.pk)  # as it was live
    for file in files_in(page, (AbstractImage, AbstractMedia)):
        if not is_shown(file):
            _move(file)


@transaction.atomic
def _move(file: Any) -> None:
    moved = {}
    for name in file_fields(file):
        old = getattr(file, name)
        if old:
            moved[name] = old.field.generate_filename(file, old.name)
            _link(old.storage, old.name, moved[name])
            # Last: whatever stops us before it, the row's file is there.
            transaction.on_commit(partial(old.storage.delete, old.name), robust=True)
    type(file)._base_manager.filter(pk=file.pk).update(**moved)
    if isinstance(file, AbstractImage):
        # Made anew for whoever may see them, under the name of the original.
        file.renditions.all().delete()


def _link(storage: FileSystemStorage, old: str, new: str) -> None:
    target = Path(storage.path(new))
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        target.hardlink_to(storage.path(old))
