"""Demonstration films with picture, sound and captions, made on the spot from a script.

`make_film`, `webvtt` and `poster` give the three files a player needs. Nothing is downloaded:
the drawings, the tune and the noises are worked out from the words and the seed, so one film
comes out alike on every machine.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from portal.demo.drawing import picture
from portal.demo.films import sound
from portal.demo.films.ffmpeg import FilmError, duration_of, replacing, run
from portal.demo.films.frames import FPS, frame_count, frames
from portal.demo.films.script import Caption, Film, webvtt
from portal.demo.films.shots import cut, first_place

__all__ = [
    "Caption",
    "Film",
    "FilmError",
    "duration_of",
    "make_film",
    "poster",
    "webvtt",
]

SHORTEST_FILM = 1.0
# A film is made several times faster than it plays; twenty times slower means it is stuck.
LONGEST_WORK = 20


def make_film(
    film: Film,
    path: Path,
    *,
    ffmpeg: str | None = None,
    size: tuple[int, int] = (640, 360),
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write `film` to `path` as MP4; an older file stays untouched until the new one is whole.

    `on_progress` hears shares from 0 to 1, once a second of film; what it raises ends the work.
    """
    if film.duration < SHORTEST_FILM:
        raise FilmError(
            f"A film lasts at least {SHORTEST_FILM} s, not {film.duration} s"
        )
    if size[0] % 2 or size[1] % 2:
        raise FilmError(f"H.264 needs even sides, not {size[0]}x{size[1]}")
    shots = cut(film)
    with tempfile.TemporaryDirectory() as folder, replacing(path) as unfinished:
        notes = sound.write(sound.record(film, shots), Path(folder))
        run(
            [
                *("-y", "-nostats", "-loglevel", "warning"),
                *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}"),
                *("-r", str(FPS), "-i", "pipe:0"),
                *notes,
                *("-filter_complex", sound.mixing(film, shots, left=1, right=2)),
                *("-map", "0:v", "-map", "[sound]", "-t", f"{film.duration:.3f}"),
                *("-vf", "scale=out_color_matrix=bt709:out_range=tv"),
                *(
                    "-colorspace",
                    "bt709",
                    "-color_primaries",
                    "bt709",
                    "-color_trc",
                    "bt709",
                ),
                *(
                    "-c:v",
                    "libx264",
                    "-preset",
                    "veryfast",
                    "-crf",
                    "27",
                    "-tune",
                    "animation",
                ),
                *("-pix_fmt", "yuv420p", "-g", str(FPS * 5), "-threads", "2"),
                *("-c:a", "aac", "-b:a", "80k"),
                *(
                    "-map_metadata",
                    "-1",
                    "-fflags",
                    "+bitexact",
                    "-movflags",
                    "+faststart",
                ),
                *("-f", "mp4", f"file:{unfinished}"),
            ],
            ffmpeg=ffmpeg,
            timeout=60 + LONGEST_WORK * film.duration,
            frames=_counted(
                frames(film, size), frame_count(film.duration), on_progress
            ),
        )
    if on_progress:
        on_progress(1.0)


def poster(film: Film, *, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """Draw the first caption that shows more than the opening card does."""
    place = first_place(film)
    return picture(place.scene, seed=place.seed, light=place.light, size=size)


def _counted(
    pictures: Iterator[bytes], total: int, on_progress: Callable[[float], None] | None
) -> Iterator[bytes]:
    for number, frame in enumerate(pictures):
        if on_progress and number % FPS == 0:
            on_progress(number / total)
        yield frame
