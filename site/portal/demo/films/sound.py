"""The soundtrack: the film's tune, a chime where the words change, the air of the place.

Notes are added up in Python; steady noise is made, filtered and mixed by ffmpeg.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.demo.films.ambience import BEDS, CALLS, Bed, bed_of, caller_of
from portal.demo.films.music import RATE, Player, Tracks
from portal.demo.films.script import Film
from portal.demo.films.shots import Shot

SOUND_RATE = 44_100
CHIME_VOLUME = 0.022
NEW_SCENE_CHIME_VOLUME = 0.04
BED_FADE = 0.8
# Brings the tune to about -20 LUFS; the limiter then has only the loudest plucks to hold.
MUSIC_GAIN = "9dB"
SPREAD = "pan=stereo|c0=0.7*c0+0.4*c1|c1=0.4*c0+0.7*c1"
REVERB = "aecho=0.9:0.7:47|97|151:0.25|0.18|0.12"


def record(film: Film, shots: Sequence[Shot]) -> Tracks:
    """Play everything that is a note: the tune, the chimes, the birds."""
    tracks = Tracks(film.duration)
    player = Player(film.seed, tracks)
    body_start, body_end = shots[0].end, shots[-1].start
    player.signature(body_start)
    player.background(body_start, body_end)
    player.close(body_end)
    _chime(player, film, {shot.start for shot in shots})
    for shot in shots:
        _call(tracks, shot)
    return tracks


def write(tracks: Tracks, folder: Path) -> list[str]:
    """Write both tracks to `folder` and return ffmpeg's arguments to read them."""
    arguments = []
    for name, track in (("left", tracks.left), ("right", tracks.right)):
        path = folder / f"{name}.f32"
        path.write_bytes(track.tobytes())
        arguments += ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", f"file:{path}"]
    return arguments


def mixing(film: Film, shots: Sequence[Shot], *, left: int, right: int) -> str:
    """Describe the way from the inputs numbered `left` and `right` to the pad [sound]."""
    music = (
        f"[{left}:a][{right}:a]join=inputs=2:channel_layout=stereo,"
        f"{SPREAD},{REVERB},volume={MUSIC_GAIN}[music]"
    )
    beds = list(_beds(film, shots))
    names = "".join(f"[bed{number}]" for number in range(len(beds)))
    mix = (
        f"[music]{names}amix=inputs={len(beds) + 1}:normalize=0,"
        f"afade=t=in:d=0.3,afade=t=out:st={film.duration - 1.2:.3f}:d=1.2,"
        f"alimiter=limit=0.7:level=0,aresample={SOUND_RATE}[sound]"
    )
    return ";".join([music, *(f"{bed}[bed{n}]" for n, bed in enumerate(beds)), mix])


def _chime(player: Player, film: Film, cuts: set[float]) -> None:
    for number, caption in enumerate(film.captions):
        volume = NEW_SCENE_CHIME_VOLUME if caption.start in cuts else CHIME_VOLUME
        player.chime(caption.start, 15 + (0, 2, 1, 3)[number % 4], volume)


def _call(tracks: Tracks, shot: Shot) -> None:
    """Let the birds or crickets of the place be heard now and then, near and far."""
    caller = None if shot.card else caller_of(shot.scene, shot.light)
    if caller is None:
        return
    chance = random.Random(f"{shot.place}{shot.start}")  # noqa: S311 - birds, not secrets
    at = shot.start + chance.uniform(0.1, 0.8)
    while at < shot.end - 0.5:
        track = chance.choice((tracks.left, tracks.right))
        tracks.add(track, at, CALLS[caller](chance), chance.uniform(0.4, 1.0))
        at += chance.uniform(0.7, 2.4)


def _beds(film: Film, shots: Sequence[Shot]) -> Iterator[str]:
    for bed in BEDS:
        spans = list(_heard(bed, shots))
        if spans:
            loudness = "+".join(
                f"clip(min(t-{start:.3f},{end:.3f}-t)/{BED_FADE},0,1)"
                for start, end in spans
            )
            yield (
                f"anoisesrc=r={RATE}:s={film.seed % 2**31}:d={film.duration:.3f}:{BEDS[bed]},"
                f"volume='min(1,{loudness})':eval=frame,aformat=channel_layouts=stereo"
            )


def _heard(bed: Bed, shots: Sequence[Shot]) -> Iterator[tuple[float, float]]:
    """Give the stretches of time a bed is heard in, each a fade longer than its shots."""
    start: float | None = None
    for shot in shots:
        if bed_of(shot.scene) is bed:
            start = shot.start if start is None else start
        elif start is not None:
            yield start - BED_FADE / 2, shot.start + BED_FADE / 2
            start = None
    if start is not None:
        yield start - BED_FADE / 2, shots[-1].end + BED_FADE
