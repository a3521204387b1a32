"""The period of a list, e.g. 2026-10, as addresses have it."""

from django.urls import register_converter

PERIOD = r"20[0-9]{2}-[0-9]{2}(?:-[a-z0-9]{1,8})?"


class Period:
    regex = PERIOD

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Period, "list_period")
