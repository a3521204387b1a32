"""Captions as browsers read them: WebVTT, whole and in order."""

import re

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from portal.uploads import ByteFile, refuse_when_too_large

LARGEST = 2 * 2**20
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+\S.*)?")
NO_CUES = ("NOTE", "STYLE", "REGION")


def clean_captions(file: ByteFile) -> ByteFile:
    """Return `file` as tidy WebVTT, or raise `ValidationError` naming the line at fault."""
    refuse_when_too_large(file, LARGEST)
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("字幕文件要用 UTF-8 编码保存。")) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check(text.split("\n"))
    return ContentFile(text.encode(), name="captions.vtt")


def _check(lines: list[str]) -> None:
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise ValidationError(_("字幕文件的第一行要是“WEBVTT”。SRT 字幕请先转换。"))
    if any("\0" in line for line in lines):
        raise ValidationError(_("字幕文件里有不能显示的字符。"))
    count, last_start, number = 0, 0, 1
    while number < len(lines) and lines[number].strip():
        number += 1  # the head goes on to the first empty line
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        first, block = number, []
        while number < len(lines) and lines[number].strip():
            block.append(lines[number])
            number += 1
        if block[0].startswith(NO_CUES):
            continue
        start = _check_cue(block, first + 1)
        if start < last_start:
            raise ValidationError(
                _("字幕第 %(line)s 行：开始时间早于上一条。") % {"line": first + 1}
            )
        last_start, count = start, count + 1
    if not count:
        raise ValidationError(_("字幕文件里没有一条字幕。"))


def _check_cue(block: list[str], line: int) -> int:
    """Return when the cue starts, in milliseconds."""
    at = 0 if "-->" in block[0] else 1  # a cue may have a name before its times
    timing = TIMING.fullmatch(block[at].strip()) if at < len(block) else None
    if not timing:
        raise ValidationError(
            _("字幕第 %(line)s 行：时间要写成“00:00:01.000 --> 00:00:03.500”。")
            % {"line": line + min(at, len(block) - 1)}
        )
    start, end = _milliseconds(timing.groups()[:4]), _milliseconds(timing.groups()[4:])
    if start >= end:
        raise ValidationError(
            _("字幕第 %(line)s 行：结束时间要晚于开始时间。") % {"line": line + at}
        )
    if not any(text.strip() for text in block[at + 1 :]):
        raise ValidationError(_("字幕第 %(line)s 行：没有文字。") % {"line": line + at})
    return start


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
