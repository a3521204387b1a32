"""What one wording of a question says otherwise than the one before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.differences import Piece, pieces
from quizzes.bank.desk.rows import lines_of
from quizzes.bank.models import QuestionVersion


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: list[Piece]


def differences(old: QuestionVersion, new: QuestionVersion) -> list[Difference]:
    """Return the fields that differ, word by word."""
    before, after = dict(_words(old)), dict(_words(new))
    return [
        Difference(label, list(pieces(before[label], text)))
        for label, text in after.items()
        if before[label] != text
    ]


def _words(version: QuestionVersion) -> Iterator[tuple[str, str]]:
    yield _("题型"), version.get_kind_display()
    yield _("类别"), version.get_topic_display()
    yield _("难度"), version.get_difficulty_display()
    yield _("题干"), version.stem
    yield _("选项和答案"), "\n".join(lines_of(version.parts))
    yield _("解析"), version.explanation
    yield _("依据条款"), _clause(version)
    yield _("图片"), str(version.image or "")
    yield _("图片说明"), version.image_alt
    yield _("短片"), str(version.film or "")
    yield _("案例"), version.case_number
    yield _("有效至"), str(version.valid_until or "")


def _clause(version: QuestionVersion) -> str:
    clause = version.clause
    return f"{clause}（{clause.version.effective_on}）" if clause else ""
