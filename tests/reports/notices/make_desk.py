"""Who works at the desk of notices, and what they send."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.models.scopes import DeskScope
from reports.notices.desk import urls
from tests.portal.users.make import make_user


def make_inspector(*, area=None, unit=None) -> User:
    """Without an area or a unit: for the whole county."""
    inspector = make_user(role=Role.INSPECTOR)
    DeskScope.objects.create(user=inspector, area=area, unit=unit)
    return inspector


def picture(name="p.jpg"):
    out = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def do(client, notice, verb, **said):
    return client.post(
        reverse("notice_desk:act", args=[notice.pk, verb]),
        {"version": notice.version, **said},
    )


def names_with(*wanted: str) -> list[str]:
    return [
        str(pattern.name)
        for pattern in urls.urlpatterns
        if set(pattern.pattern.converters) == set(wanted)
    ]


def draft_of(**said):
    return {
        "unit_name": "环卫所",
        "checked_at": f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "problem-0-text": "垃圾桶满溢。",
        "requirement": "清运干净。",
        "source": "daily",
        **said,
    }
