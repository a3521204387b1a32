"""Notices as evidence for items of a standard."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.users.models import User
from reports.notices.desk.scopes import visible_to
from reports.notices.links import address_of
from reports.notices.models import RectificationNotice
from reports.standards.taggable import Kind, Shown, register_kind


def register_tagging() -> None:
    register_kind(
        Kind(
            key="notice",
            label=_("整改通知单"),
            hint=_("编号，如 临双创督〔2026〕87号"),
            model=RectificationNotice,
            find=_find,
            shown_to=_shown_to,
            public=_public,
        )
    )


def _find(written: str, user: User) -> RectificationNotice | None:
    return visible_to(user).filter(number=written.strip()).first()


def _shown_to(keys: Iterable[int], user: User) -> dict[int, Shown]:
    return {
        each.pk: Shown(
            f"{each} {each.title}", reverse("notice_desk:case", args=[each.pk])
        )
        for each in visible_to(user).filter(pk__in=keys)
    }


def _public(keys: Iterable[int]) -> dict[int, Shown]:
    return {
        each.pk: Shown(f"{each.number} {each.title}", address_of(each))
        for each in RectificationNotice.objects.public().filter(pk__in=keys)
    }
