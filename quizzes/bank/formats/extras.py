"""What Moodle has no place for travels in its categories and tags.

category    双创题库/健康知识       the topic
idnumber    Q102                    the code
tags        难度:2  条款:dog-keeping/art-11  有效至:2027-01-31  案例:…
题型:情景判断题         where the file's own kind is another one
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from quizzes.bank.content import Content, QuestionDraft
from quizzes.bank.formats.words import KINDS, TOPICS, day_of, difficulty_of, kind_of
from quizzes.bank.formats.words import topic_of as topic_named
from quizzes.bank.workflow import Kind, Topic

_code = re.compile(r"([A-Za-z]{1,6}[-_]?\d{1,12})(?=\s|$)")
ROOT = "双创题库"
DIFFICULTY, CLAUSE, UNTIL, CASE, KIND = "难度", "条款", "有效至", "案例", "题型"


def category_of(draft: QuestionDraft) -> str:
    if not draft.topic:
        return ROOT
    return f"{ROOT}/{TOPICS[Topic(draft.topic)][0]}"


def topic_of(category: str) -> str:
    """Return the topic that the last part of a path names, if it does."""
    return str(topic_named(category.rpartition("/")[2].strip()) or "")


def code_in(title: str) -> str:
    """Return the code that a title begins with, as ours do: Q102 饭前便后洗手."""
    found = _code.match(title)
    return found[1] if found else ""


def title_note(title: str, stem: str, code: str) -> list[str]:
    """Return what to say about a title that is more than a code and the stem's beginning."""
    rest = title.removeprefix(code).strip()
    if _letters(stem).startswith(_letters(rest)):
        return []
    return [_("题名“%s”没有保留。") % rest[:60]]


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def tags_of(draft: QuestionDraft, *, names_kind: bool = False) -> list[str]:
    tags = {
        DIFFICULTY: str(draft.difficulty),
        CLAUSE: draft.clause,
        UNTIL: draft.valid_until,
        CASE: draft.case_number,
        KIND: KINDS[draft.kind][0] if names_kind else "",
    }
    return [f"{name}:{value}" for name, value in tags.items() if value]


@dataclass
class Extras:
    """What the tags of one question say."""

    fields: dict[str, Any] = field(default_factory=dict)
    kind: Kind | None = None
    notes: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, tags: Iterable[str], *, code: str, topic: str) -> "Extras":
        extras = cls({"code": code, "topic": topic} if topic else {"code": code})
        for tag in tags:
            name, _colon, value = tag.replace("：", ":", 1).partition(":")
            if not extras._take(name.strip(), value.strip()):
                extras.notes.append(_("标签“%s”没有保留。") % tag[:60])
        return extras

    def _take(self, name: str, value: str) -> bool:
        if name == DIFFICULTY and (difficulty := difficulty_of(value)):
            self.fields["difficulty"] = difficulty
        elif name == CLAUSE and value:
            self.fields["clause"] = value
        elif name == UNTIL and value:
            self.fields["valid_until"] = day_of(value)
        elif name == CASE and value:
            self.fields["case_number"] = value
        elif name == KIND and (kind := kind_of(value)):
            self.kind = kind
        else:
            return False
        return True

    def draft(
        self, stem: str, content: Content, explanation: str, notes: list[str]
    ) -> QuestionDraft:
        all_notes = list(dict.fromkeys([*notes, *self.notes]))
        if self.kind and self.kind != content.kind:
            all_notes.append(
                _("标签说是%(tag)s，内容是%(content)s，按内容收下。")
                % {"tag": KINDS[self.kind][0], "content": KINDS[content.kind][0]}
            )
        fields = {"topic": "", **self.fields}
        return QuestionDraft(
            stem=stem,
            content=content,
            explanation=explanation,
            notes=all_notes,
            **fields,
        )

    @property
    def code(self) -> str:
        return str(self.fields["code"])

    @property
    def said(self) -> frozenset[str]:
        """Return the fields the file speaks of; a tag that is missing says nothing."""
        said = {"stem", "content", "explanation", *self.fields}
        return frozenset(said | {"kind"} if self.kind else said)
