"""Make short films and sounds with ffmpeg, once for all tests of a process."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import imageio_ffmpeg

MARKER = "LINXI-SECRET-MARKER"
VTT = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n河边的垃圾清走了\n"


@cache
def recording_bytes(suffix="mp4", *, film=True, sound=True, codec=""):
    """Return a second of film with a place and a comment in its metadata."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"made.{suffix}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y"]
        if film:
            command += ["-f", "lavfi", "-i", "testsrc=size=128x72:rate=10:duration=2"]
        if sound:
            command += ["-f", "lavfi", "-i", "sine=frequency=440:duration=2"]
        if film:
            command += ["-c:v", codec or ("libvpx" if suffix == "webm" else "libx264")]
            command += ["-pix_fmt", "yuv420p", "-preset", "ultrafast"]
            if suffix == "webm":
                command = [*command[:-2], "-deadline", "realtime"]
        for name in ("comment", "title", "location", "artist"):
            command += ["-metadata", f"{name}={MARKER}"]
        command += [
            "-metadata",
            "com.apple.quicktime.location.ISO6709=+31.8800+109.5100/",
        ]
        command += ["-movflags", "use_metadata_tags", str(target)]
        subprocess.run(  # noqa: S603 - our own command
            command, check=True, capture_output=True, timeout=60
        )
        return target.read_bytes()
