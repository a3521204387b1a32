"""Complaints and photos as evidence for items of a standard."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.evidence.models import Evidence
from portal.evidence.owners import can_view
from portal.users.models import User
from reports.complaints.desk.scopes import visible_to
from reports.complaints.models import Complaint
from reports.complaints.public.links import address_of, title_of
from reports.complaints.public.lists import for_lists
from reports.standards.taggable import Kind, Shown, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            key="complaint",
            label=gettext_lazy("投诉件"),
            hint=gettext_lazy("受理编号，如 LX2026-000123"),
            model=Complaint,
            find=_find_complaint,
            shown_to=_complaints_shown_to,
            public=_public_complaints,
        )
    )
    register_kind(
        Kind(
            key="photo",
            label=gettext_lazy("照片或视频"),
            hint=gettext_lazy("证据页面的网址，或者网址里的32位编号"),
            model=Evidence,
            find=_find_photo,
            shown_to=_photos_shown_to,
            public=lambda keys: {},  # seen on the page of what it belongs to
        )
    )


def _find_complaint(written: str, user: User) -> Complaint | None:
    return visible_to(user).filter(number=written.strip().upper()).first()


def _complaints_shown_to(keys: Iterable[int], user: User) -> dict[int, Shown]:
    from_desk = visible_to(user).filter(pk__in=keys).select_related("category")
    return {
        each.pk: Shown(
            f"{each.number} {each.category}", reverse("desk:case", args=[each.pk])
        )
        for each in from_desk
    }


def _public_complaints(keys: Iterable[int]) -> dict[int, Shown]:
    return {
        each.pk: Shown(f"{each.number} {title_of(each)}", address_of(each))
        for each in for_lists(Complaint.objects.public().filter(pk__in=keys))
    }


def _find_photo(written: str, user: User) -> Evidence | None:
    # Their addresses end in the key.
    public_id = written.strip().rstrip("/").rpartition("/")[2]
    found = Evidence.objects.filter(public_id=public_id).first()
    return found if found is not None and can_view(found, user) else None


def _photos_shown_to(keys: Iterable[int], user: User) -> dict[int, Shown]:
    return {
        each.pk: Shown(
            _("%(kind)s，%(day)s收到")
            % {
                "kind": each.get_kind_display(),
                "day": f"{each.received_at:%Y-%m-%d}",
            },
            each.redaction_address,
        )
        for each in Evidence.objects.filter(pk__in=keys)
        if can_view(each, user)
    }
