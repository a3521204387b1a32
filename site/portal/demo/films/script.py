"""What a film says and when; nothing here knows how it is drawn or heard."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Film:
    duration: float
    captions: Sequence[Caption]
    seed: int
    opening: str


def webvtt(captions: Sequence[Caption]) -> str:
    """Write `captions` as WebVTT.

    A blank line would end a cue and "-->" would start one, so neither survives inside a text;
    a caption without words or without a length is left out.
    """
    cues = [
        f"{_timestamp(caption.start)} --> {_timestamp(caption.end)}\n{text}\n"
        for caption in sorted(captions, key=lambda caption: caption.start)
        if (text := _cue_text(caption.text))
        and _milliseconds(caption.end) > _milliseconds(caption.start)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _cue_text(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    return joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))


def _timestamp(seconds: float) -> str:
    minutes, milliseconds = divmod(_milliseconds(seconds), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
