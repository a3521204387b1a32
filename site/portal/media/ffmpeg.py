"""Looks into a film, and copies it without anything but picture and sound.

ffmpeg reads hostile files here: it is told which format to read, may open
files alone, and has limits of time and memory.
"""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from django.conf import settings

# What browsers play without a transcoder. The names are ffmpeg's.
FILM_CODECS = {"h264", "vp8", "vp9", "av1"}
SOUND_CODECS = {"aac", "mp3", "opus", "vorbis", "flac"}
PROBE_SECONDS = 20
COPY_SECONDS = 120
SHRINK_SECONDS = 30 * 60
LARGEST_ALLOCATION = 150 * 2**20
MOST_MEMORY = 1536 * 2**20  # of addresses: ffmpeg's own code and threads count as well
# Limits that the system keeps. A shell sets them, because code of ours between
# fork and exec could hang a process that has threads.
LIMITED = 'ulimit -t "$1"; ulimit -v "$2"; shift 2; exec "$@"'

STREAM = re.compile(r"Stream #0:\d+\S*: (Video|Audio): (\w+)(.*)")
DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
SIZE = re.compile(r"\b(\d{2,5})x(\d{2,5})\b")


class Unreadable(Exception):
    """ffmpeg cannot read the file, or not in time. The text holds its last words."""


@dataclass(frozen=True)
class Streams:
    duration: float = 0.0
    film_codec: str = ""
    sound_codec: str = ""
    width: int | None = None
    height: int | None = None


@cache
def _program() -> str:
    return settings.FFMPEG or str(imageio_ffmpeg.get_ffmpeg_exe())


def _run(
    source: Path,
    demuxer: str,
    *arguments: str,
    seconds: int,
    before: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[bytes]:
    command = [
        *("/bin/sh", "-c", LIMITED, "ffmpeg", str(seconds), str(MOST_MEMORY // 1024)),
        *(_program(), "-hide_banner", "-nostdin", "-nostats", "-y"),
        *("-max_alloc", str(LARGEST_ALLOCATION), "-protocol_whitelist", "file,pipe"),
        *("-threads", "1", *before, "-f", demuxer, "-i", f"file:{source}"),
        *arguments,
    ]
    try:
        return subprocess.run(  # noqa: S603 - our own arguments, no shell
            command, capture_output=True, timeout=seconds, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unreadable(str(error)) from error


def probe(source: Path, demuxer: str) -> Streams:
    """Read what the header says of the streams."""
    # Without an output it always ends with a fault; its words are what we want.
    said = _run(source, demuxer, seconds=PROBE_SECONDS).stderr.decode(errors="replace")
    duration = DURATION.search(said)
    if not duration:
        raise Unreadable(said[-500:])
    hours, minutes, seconds = duration.groups()
    found: dict[str, re.Match[str]] = {}
    for stream in STREAM.finditer(said):
        if "attached pic" not in stream[3]:
            found.setdefault(stream[1], stream)
    film, sound = found.get("Video"), found.get("Audio")
    size = SIZE.search(film[3]) if film else None
    return Streams(
        duration=int(hours) * 3600 + int(minutes) * 60 + float(seconds),
        film_codec=film[2] if film else "",
        sound_codec=sound[2] if sound else "",
        width=int(size[1]) if size else None,
        height=int(size[2]) if size else None,
    )


def copy_bare(source: Path, target: Path, demuxer: str, muxer: str) -> None:
    """Copy picture and sound as they are, and no place, name, cover or data track."""
    done = _run(
        source,
        demuxer,
        *("-map", "0:V:0?", "-map", "0:a:0?", "-c", "copy"),
        *("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags", "+bitexact"),
        *(("-movflags", "+faststart") if muxer == "mp4" else ()),
        *(("-id3v2_version", "0") if muxer == "mp3" else ()),
        *("-f", muxer, f"file:{target}"),
        seconds=COPY_SECONDS,
    )
    if done.returncode:
        raise Unreadable(done.stderr.decode(errors="replace")[-500:])


def still(source: Path, demuxer: str, *, at: float) -> bytes:
    """Return one picture of the film as PNG."""
    done = _run(
        source,
        demuxer,
        *("-map", "0:V:0", "-frames:v", "1"),
        *(
            "-vf",
            "scale='min(1280,iw)':-2",
            "-c:v",
            "png",
            "-f",
            "image2pipe",
            "pipe:1",
        ),
        seconds=PROBE_SECONDS,
        before=("-ss", f"{at:.2f}"),
    )
    if done.returncode or not done.stdout:
        raise Unreadable(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def shrink(
    source: Path,
    target: Path,
    demuxer: str,
    *,
    longest_edge: int,
    blacked: Sequence[Sequence[int]] = (),
) -> None:
    """Film `source` anew as a small, silent MP4 that every browser plays.

    Nothing but pixels is taken over. `blacked` are (left, top, width, height) in
    per mille of the upright picture, black from the first picture to the last.
    """
    edge = f"min({longest_edge}\\,{{}})"
    filters = [
        f"scale='if(gt(iw,ih),{edge.format('iw')},-2)':'if(gt(iw,ih),-2,{edge.format('ih')})'",
        # x264 wants even numbers.
        "scale='trunc(iw/2)*2':'trunc(ih/2)*2'",
        *(
            f"drawbox=iw*{x}/1000:ih*{y}/1000:iw*{width}/1000+1:ih*{height}/1000+1:black:fill"
            for x, y, width, height in blacked
        ),
        "format=yuv420p",
    ]
    done = _run(
        source,
        demuxer,
        *("-map", "0:V:0", "-an", "-sn", "-dn", "-vf", ",".join(filters)),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-r", "30"),
        *("-maxrate", "2500k", "-bufsize", "2500k", "-threads", "1"),
        *("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
        *("-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart"),
        *("-f", "mp4", f"file:{target}"),
        seconds=SHRINK_SECONDS,
    )
    if done.returncode:
        raise Unreadable(done.stderr.decode(errors="replace")[-500:])
