"""A Chinese typeface for PDFs, wherever the machine has one.

Web pages use the reader's own fonts; a PDF must bring its own, and no package
carries the simplified face. Without one, print views of the pages stand in.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont, TTLibError

logger = logging.getLogger(__name__)

DIRECTORIES = [
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
]
# The better ones first. A collection holds the shapes of several countries.
SANS = [f"NotoSans{ending}" for ending in ("CJK", "CJKsc", "SC", "Hans")]
SANS += [f"SourceHanSans{ending}" for ending in ("", "SC", "CN")]
SERIF = [f"NotoSerif{ending}" for ending in ("CJK", "CJKsc", "SC")]
SERIF += [f"SourceHanSerif{ending}" for ending in ("", "SC", "CN")]
PLAIN = ("wqy-microhei", "wqy-zenhei", "NotoSansCJKtc-Regular")
SUFFIXES = {".ttc", ".otf", ".ttf", ".otc"}
SIMPLIFIED = (" SC", " CN", "WenQuanYi")
PROBE = "汉双创"  # 双 and 创 are missing from fonts of the traditional script


@dataclass(frozen=True)
class Face:
    path: Path
    number: int = 0  # of the face in a collection


@dataclass(frozen=True)
class Faces:
    """What a printed sheet is set in: its text, and its titles."""

    text: Face
    title: Face


def chinese_faces() -> Faces | None:
    """Return the faces to print with, or None where the machine has none."""
    return _find(str(settings.PDF_FONT), tuple(DIRECTORIES))


@lru_cache(maxsize=8)
def _find(configured: str, directories: tuple[Path, ...]) -> Faces | None:
    if configured:
        if face := _face_of(Path(configured)):
            return Faces(face, face)
        logger.error("PDF_FONT names no font with Chinese characters.")
    known = {path.stem: path for path in _font_files(directories)}
    text = _first(known, [*(f"{name}-Regular" for name in SANS), *PLAIN, *SANS])
    title = _first(known, [f"{name}-Bold" for name in (*SERIF, *SANS)])
    if text is None:
        text = _first(known, [f"{name}-Regular" for name in SERIF])
    if text is None:
        return None
    return Faces(text, title or text)


def _font_files(directories: Iterable[Path]) -> Iterator[Path]:
    for directory in directories:
        if directory.is_dir():
            for path in sorted(directory.rglob("*")):
                if path.suffix.lower() in SUFFIXES:
                    yield path


def _first(known: dict[str, Path], names: Iterable[str]) -> Face | None:
    for name in names:
        if name in known and (face := _face_of(known[name])):
            return face
    return None


def _face_of(path: Path) -> Face | None:
    """Choose the simplified face of a file, if it has Chinese characters at all."""
    try:
        if path.suffix.lower() not in {".ttc", ".otc"}:
            with TTFont(path, lazy=True) as font:
                return Face(path) if _is_chinese(font) else None
        with TTCollection(path, lazy=True) as collection:
            names = [str(font["name"].getDebugName(1)) for font in collection.fonts]
            number = next(
                (
                    place
                    for place, name in enumerate(names)
                    if "Mono" not in name and any(mark in name for mark in SIMPLIFIED)
                ),
                0,
            )
            chosen = collection.fonts[number]
            return Face(path, number) if _is_chinese(chosen) else None
    except (OSError, TTLibError):
        return None


def _is_chinese(font: TTFont) -> bool:
    characters = font.getBestCmap() or {}
    return all(ord(character) in characters for character in PROBE)
