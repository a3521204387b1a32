"""Running ffmpeg: always a list of arguments, a time limit, and its own words when it fails."""

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import imageio_ffmpeg

STDERR_TAIL = 1500


class FilmError(Exception):
    """A film could not be made or read; the text ends with what ffmpeg said."""


def run(
    arguments: list[str],
    *,
    ffmpeg: str | None = None,
    timeout: float,
    frames: Iterable[bytes] = (),
    check: bool = True,
) -> str:
    """Run ffmpeg, feed it `frames` on its standard input, and return what it wrote to stderr."""
    command = [ffmpeg or _bundled_ffmpeg(), "-hide_banner", "-nostdin", *arguments]
    # A file, not a pipe: nobody reads stderr while the frames are being written.
    with tempfile.TemporaryFile() as stderr:
        with _process(command, stderr, timeout) as (process, timed_out):
            _feed(process, frames)
            process.wait()
        stderr.seek(0)
        said = stderr.read().decode(errors="replace")
    if timed_out.is_set():
        raise FilmError(
            f"ffmpeg took longer than {timeout:.0f} s: {said[-STDERR_TAIL:]}"
        )
    if check and process.returncode:
        raise FilmError(
            f"ffmpeg ended with {process.returncode}: {said[-STDERR_TAIL:]}"
        )
    return said


def duration_of(path: Path, *, ffmpeg: str | None = None) -> float:
    """Read the length of a film in seconds."""
    # ffmpeg without an output always fails; the header it prints first is what is wanted.
    said = run(["-i", f"file:{path}"], ffmpeg=ffmpeg, timeout=30, check=False)
    found = re.search(r"Duration: (\d+):(\d+):(\d+(?:\.\d+)?)", said)
    if not found:
        raise FilmError(f"{path} has no duration: {said[-STDERR_TAIL:]}")
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new name beside `path`; what is written there takes its place if all goes well."""
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix
    )
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        # mkstemp gives 0600; a web server under another account must be able to read it.
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _bundled_ffmpeg() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise FilmError(str(error)) from error


@contextmanager
def _process(
    command: list[str], stderr: IO[bytes], timeout: float
) -> Iterator[tuple[subprocess.Popen[bytes], threading.Event]]:
    """Start `command`; it is dead when this ends, whatever happened inside."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of our own arguments, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=stderr
        )
    except OSError as error:
        raise FilmError(f"ffmpeg cannot be started: {error}") from error
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        process.kill()

    # A timer rather than wait(timeout=…): a stuck ffmpeg blocks us in write(), before any wait.
    timer = threading.Timer(timeout, stop)
    timer.daemon = True
    timer.start()
    try:
        yield process, timed_out
    finally:
        timer.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdin:
            _close(process.stdin)


def _feed(process: subprocess.Popen[bytes], frames: Iterable[bytes]) -> None:
    if process.stdin is None:
        return
    # When ffmpeg has already ended, its exit code and stderr tell why.
    with suppress(BrokenPipeError):
        for frame in frames:
            process.stdin.write(frame)
    _close(process.stdin)


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        pipe.close()
