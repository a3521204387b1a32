"""U4: a bomb costs two seconds and 200 MB at most. Measured in a process of its own.

Seconds are those of a machine that counts to two million in a tenth of one: a busy or an
old one has more, and that says nothing of the code.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.portal.images.make import picture_bytes, pixels, png_bomb

pytestmark = pytest.mark.once

MEASURE = """
import json, pathlib, re, sys, time
sys.path[:0] = sys.argv[1:3]
import django
django.setup()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from portal.evidence.services import receiving
from portal.evidence.pictures import read_offer
file = SimpleUploadedFile("a.jpg", sys.stdin.buffer.read())
# Not getrusage: its peak is inherited from the process that started this one.
status = pathlib.Path("/proc/self/status")
memory = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
before, started = memory(), time.process_time()
try:
    read_offer(file)
    receiving._judge_photo(file)
    said = "taken"
except ValidationError as error:
    said = error.messages[0]
took, cost = time.process_time() - started, memory() - before
started = time.process_time()
for n in range(1_000_000):
    pass
print(json.dumps([said, took / (20 * (time.process_time() - started)), cost]))
"""
BOMBS = {
    "400 MP of PNG": (lambda: png_bomb(20_000, 20_000), "像素"),
    "65000 x 65000": (lambda: png_bomb(65_000, 10), None),
    "39 MP of PNG, within the limit": (lambda: png_bomb(6_200, 6_300), "taken"),
    "72 MP of JPEG": (
        lambda: picture_bytes(image=pixels((9000, 8000), "L", 0)),
        "像素",
    ),
    "48 MP of JPEG, within the limit": (
        lambda: picture_bytes(image=pixels((8000, 6000))),
        "taken",
    ),
    "10 MP of WebP, within the limit": (
        lambda: picture_bytes("WEBP", image=pixels((3600, 2700))),
        "taken",
    ),
}


@pytest.mark.parametrize(("bomb", "says"), BOMBS.values(), ids=BOMBS)
def test_u4_a_bomb_costs_two_seconds_and_200_mb_at_most(bomb, says):
    done = subprocess.run(  # noqa: S603 -- our own program
        [
            *(sys.executable, "-c", MEASURE),
            *(str(settings.BASE_DIR), str(settings.BASE_DIR / "site")),
        ],
        env={"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": "/usr/bin:/bin"},
        input=bomb(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    said, seconds, megabytes = json.loads(done.stdout)

    print(said, seconds, megabytes)  # noqa: T201 -- quoted in reports, with -s
    assert says is None or says in said
    assert seconds < 2
    assert megabytes < 200
