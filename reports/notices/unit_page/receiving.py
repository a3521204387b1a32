"""Photos that a unit hands in: from its camera on the spot, or from files.

What came with a form that was refused stays here, sealed for that form alone: sent
again, a photo would be taken for a copy of itself.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.directory.geometry import Point
from portal.evidence.pictures import read_offer
from portal.evidence.services import receive_photo
from reports.complaints.resident.sealed import seal_photo, unseal_photos
from reports.notices.refusals import Refused
from reports.notices.services import AfterPhoto


class Unsent(Exception):
    """Raised where what was handed in is refused; its photos are here already."""

    def __init__(self, refusal: Exception, photos: Sequence[AfterPhoto]) -> None:
        super().__init__(str(refusal))
        self.refusal, self.photos = refusal, photos


def receive_after_photos(request: HttpRequest, key: str) -> list[AfterPhoto]:
    """Store the photos of the form; `submit` joins them to the notice.

    That one came from the camera is what the browser says: it clears no doubt.
    """
    point = _point(request)
    photos: list[AfterPhoto] = []
    problems: list[str] = []
    for is_from_camera, name in ((True, "camera"), (False, "photos")):
        kept = unseal_photos(request.POST.getlist(f"{name}_token"), key)
        room = settings.EVIDENCE_MOST_PHOTOS - len(photos) - len(kept)
        files = request.FILES.getlist(name)
        if len(files) > room:
            most = settings.EVIDENCE_MOST_PHOTOS
            problems.append(_("最多%(most)s张照片。") % {"most": most})
            files = files[: max(room, 0)]
        for file in files:
            try:
                kept.append(receive_photo(file, keep=read_offer(file)))
            except ValidationError as error:
                problems += error.messages
        photos += [
            AfterPhoto(each, point if is_from_camera else None, is_from_camera)
            for each in kept
        ]
    if problems:
        raise Unsent(Refused(" ".join(problems)), photos)
    return photos


def sealed(photos: Sequence[AfterPhoto], key: str) -> list[tuple[str, str]]:
    """Return what the form carries of photos that are here: name and token."""
    return [
        (
            "camera_token" if each.is_from_camera else "photos_token",
            seal_photo(each.evidence, key),
        )
        for each in photos
    ]


def _point(request: HttpRequest) -> Point | None:
    """Return where the device stood, if it said so: how far away is all we keep."""
    try:
        return Point(
            float(request.POST.get("lat", "")), float(request.POST.get("lon", ""))
        )
    except ValueError:
        return None
