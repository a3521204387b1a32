"""From when on something looks odd, as the county has set it."""

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """The names are those of `settings.JUDGING`, which says what each means."""

    likely_share: float = 0.6
    signs_per_second: float = 25
    brisk_signs_per_second: float = 12
    fast_answers: float = 0.5
    floor_seconds: float = 1
    high_share: float = 0.8
    device_people: int = 5
    twin_least: int = 5
    twin_expected: float = 0.01
    twin_common: int = 100
    twin_group: int = 400

    @classmethod
    def current(cls) -> "Limits":
        written = settings.JUDGING
        return cls(**{each.name: written[each.name.upper()] for each in fields(cls)})
