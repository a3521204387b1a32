"""What the loaders of the demonstration county share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from portal.directory.models import Area, Unit

DATA_DIR: Path = settings.BASE_DIR / "site" / "demo"


def silent(what: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass
class Context:
    """The data, the choices of the caller, what is there already.

    `tell` reports progress: what is being done, how much of it is done, of how much.
    """

    tell: Callable[[str, int, int], None] = silent
    scale: int = 1
    picture_width: int = 1280
    films: str = "later"  # now, later or none
    folder: Path = DATA_DIR
    _files: dict[str, Any] = field(default_factory=dict, repr=False)

    def read(self, name: str) -> Any:
        """Return what `site/demo/<name>.yaml` says."""
        if name not in self._files:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            with (self.folder / f"{name}.yaml").open(encoding="utf-8") as file:
                self._files[name] = yaml.load(file, loader)  # noqa: S506 -- both are safe
        return self._files[name]

    @property
    def signature(self) -> dict[str, str]:
        """Names that stand below many things: editors, offices, credits."""
        signature: dict[str, str] = self.read("site")["signature"]
        return signature

    @property
    def relations(self) -> dict[str, Any]:
        relations: dict[str, Any] = self.read("relations")
        return relations

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.objects.all()}

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {area.code: area for area in Area.objects.select_related("lead_unit")}
