"""What a public complaint is called, and where it stands."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.complaints.models import Complaint


def address_of(complaint: Complaint) -> str:
    return reverse("open_complaints:complaint", args=[complaint.number])


def title_of(complaint: Complaint) -> str:
    """Name it by place and category, never by what somebody wrote (CP-41)."""
    place = complaint.public_place
    if not place:
        return complaint.category.name
    return _("%(place)s：%(category)s") % {
        "place": place,
        "category": complaint.category.name,
    }


def midnight_of(complaint: Complaint) -> datetime:
    """Return the day it was published as a moment: the hour is nobody's business (C4)."""
    return midnight(complaint.published_on or timezone.localdate())


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
