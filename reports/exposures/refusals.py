"""Why an exposure does not go live: every condition that is not met, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.complaints.refusals import Refused


@dataclass(frozen=True)
class Missing:
    """One condition of the gate that is not met, and what to do about it."""

    code: str
    text: str
    can_be_overridden: bool = False

    def __str__(self) -> str:
        return self.text


class NotReady(Refused):
    """Raised when something would go live that the gate does not let through."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = list(missing)
        super().__init__(
            _("还不能曝光：%(missing)s") % {"missing": " ".join(map(str, self.missing))}
        )
