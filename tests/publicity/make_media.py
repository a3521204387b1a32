"""Make pictures, films and files for what publicity shows. All arguments optional."""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from portal.images.models import Attachment, Picture
from portal.media.models import Recording

_number = count(1)


def make_picture(*, size: tuple[int, int] = (160, 100), **fields: Any) -> Picture:
    number = next(_number)
    stream = BytesIO()
    Image.new("RGB", size, (number % 256, 90, 60)).save(stream, "PNG")
    picture: Picture = Picture.objects.create(
        **{
            "title": f"图{number}",
            "description": f"第{number}张图",
            "file": ContentFile(stream.getvalue(), "drawing.png"),
            **fields,
        }
    )
    return picture


def make_film(*, captions: bool = True, **fields: Any) -> Recording:
    film = Recording(
        **{"title": "片子", "type": "video", "width": 1280, "height": 720, **fields}
    )
    film.file = ContentFile(b"\0" * 2048, "film.mp4")
    if captions:
        film.captions = ContentFile(b"WEBVTT\n", "film.vtt")
    film.save()
    return film


def make_attachment(*, title: str = "检查表") -> Attachment:
    attachment = Attachment(title=title)
    attachment.file = ContentFile(b"%PDF-1.4" + b" " * 2048, "table.pdf")
    attachment.save()
    return attachment
