"""The addresses of static files, each worked out once in a process.

Django does it anew for each of the seventeen that a page names, and finds the same.
"""

from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesStorage):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str | None, str] = {}

    def url(self, name: str | None, *how: Any, **more: Any) -> str:
        if how or more:
            return super().url(name, *how, **more)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]


class HashedStaticFiles(StaticFiles, CompressedManifestStaticFilesStorage):
    """The same for names that tell what is in the file."""
