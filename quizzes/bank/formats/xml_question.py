"""One question of a Moodle XML file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.typed import clean
from quizzes.bank.content import Content, Option, Pair, QuestionDraft
from quizzes.bank.formats.extras import Extras, title_note, topic_of
from quizzes.bank.formats.moodle import (
    Answer,
    Broken,
    CannotAsk,
    blank,
    choice,
    exact_number,
    two,
)
from quizzes.bank.formats.plain import words_of
from quizzes.bank.formats.xml_tree import Node
from quizzes.bank.workflow import Kind

FORMATS = {"html": "html", "plain_text": "plain", "markdown": "markdown"}
OTHERS = {
    "essay": gettext_lazy("论述题"),
    "description": gettext_lazy("说明文字"),
    "cloze": gettext_lazy("完形填空题"),
    "calculated": gettext_lazy("计算题"),
    "gapselect": gettext_lazy("选词填空题"),
    "ddwtos": gettext_lazy("拖词填空题"),
    "ddimageortext": gettext_lazy("拖图题"),
    "ddmarker": gettext_lazy("标图题"),
}
# What Moodle writes there when nobody has written anything.
USUAL_WORDS = frozenset(
    {
        "",
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
    }
)


@dataclass
class XmlQuestion:
    node: Node
    category: str
    notes: list[str] = field(default_factory=list)

    def read(self) -> tuple[QuestionDraft, frozenset[str]]:
        """Return the question; raise `CannotAsk` or `Broken` where there is none."""
        kind = self.node.attributes.get("type", "")
        title = clean(self.node.said("name", "text"))
        reader = self._readers().get(kind)
        if reader is None:
            raise CannotAsk(
                _("%(kind)s“%(title)s”没有对应的题型，没有导入。")
                % {"kind": OTHERS.get(kind, kind[:30]), "title": title[:40]}
            )
        extras = self._extras()
        stem = self._words(self.node.first("questiontext"))
        content = reader(extras.kind)
        explanation = self._words(self.node.first("generalfeedback"))
        self.notes += title_note(title, stem, extras.code)
        self.notes += self._settings()
        return extras.draft(stem, content, explanation, self.notes), extras.said

    def _readers(self) -> dict[str, Callable[[Kind | None], Content]]:
        return {
            "multichoice": self._choice,
            "truefalse": self._two,
            "shortanswer": self._blank,
            "numerical": self._numerical,
            "matching": self._matching,
            "ordering": self._ordering,
        }

    def _extras(self) -> Extras:
        tags = self.node.first("tags")
        return Extras.read(
            [clean(tag.said("text")) for tag in (tags.all("tag") if tags else [])],
            code=clean(self.node.said("idnumber")),
            topic=topic_of(self.category),
        )

    def _words(self, node: Node | None) -> str:
        """Return the text of a node that says in which format it is."""
        if node is None:
            return ""
        written = FORMATS.get(node.attributes.get("format", ""), "moodle")
        text, lost = words_of(node.said("text") or node.text, written)
        self.notes += lost
        if node.first("file") and not lost:
            self.notes.append(_("附带的文件没有保留，请在题目页面上添加。"))
        return text

    def _answers(self, *, is_plain: bool = False) -> Iterator[tuple[Node, Answer]]:
        """Yield the answers; what somebody types in is plain text in Moodle too."""
        for node in self.node.all("answer"):
            feedback = self._words(node.first("feedback"))
            try:
                share = float(node.attributes.get("fraction", "0"))
            except ValueError:
                raise Broken(_("有一个答案的fraction不是数字。")) from None
            text = clean(node.said("text")) if is_plain else self._words(node)
            yield node, Answer(text, share, feedback)

    def _choice(self, wanted: Kind | None) -> Content:
        is_single = self.node.said("single").lower() in {"", "true", "1"}
        answers = [answer for _node, answer in self._answers()]
        return choice(answers, is_single=is_single, wanted=wanted, notes=self.notes)

    def _two(self, wanted: Kind | None) -> Content:
        by_word = {answer.text.lower(): answer for _node, answer in self._answers()}
        if set(by_word) != {"true", "false"}:
            raise Broken(_("判断题应当有true和false两个答案。"))
        return two(
            by_word["true"].percent > by_word["false"].percent,
            if_true=by_word["true"].feedback,
            if_false=by_word["false"].feedback,
            wanted=wanted,
        )

    def _blank(self, wanted: Kind | None) -> Content:
        if self.node.said("usecase") == "1":
            self.notes.append(_("原来区分大小写，这里不区分。"))
        answers = [answer for _node, answer in self._answers(is_plain=True)]
        return blank(answers, notes=self.notes)

    def _numerical(self, wanted: Kind | None) -> Content:
        """Return a fill-in where one number is right; a range cannot be asked."""
        answers = []
        for node, answer in self._answers(is_plain=True):
            is_exact = exact_number(answer.text, node.said("tolerance"))
            if answer.percent >= 100 and not is_exact:
                raise CannotAsk(
                    _("数值题的答案是一个范围（%s），这里只有确切的答案，没有导入。")
                    % f"{answer.text[:40]}±{node.said('tolerance')[:20]}"
                )
            answers.append(answer)
        if self.node.first("units"):
            self.notes.append(_("数值题的单位没有保留。"))
        return blank(answers, notes=self.notes)

    def _matching(self, wanted: Kind | None) -> Content:
        pairs: list[Pair] = []
        distractors: list[Option] = []
        for node in self.node.all("subquestion"):
            left, right = self._words(node), clean(node.said("answer", "text"))
            if left:
                pairs.append(Pair(left, right))
            else:
                distractors.append(Option(right))
        return Content(
            Kind.MATCHING, pairs=tuple(pairs), distractors=tuple(distractors)
        )

    def _ordering(self, wanted: Kind | None) -> Content:
        if self.node.said("selecttype") not in {"", "ALL", "0"}:
            self.notes.append(_("原来只抽其中几项来排，这里全部都排。"))
        answers = [answer for _node, answer in self._answers()]
        return Content(
            Kind.ORDERING,
            tuple(Option(each.text, feedback=each.feedback) for each in answers),
        )

    def _settings(self) -> Iterator[str]:
        for name in (
            "correctfeedback",
            "partiallycorrectfeedback",
            "incorrectfeedback",
        ):
            node = self.node.first(name)
            words = words_of(node.said("text"), "html")[0] if node else ""
            if words not in USUAL_WORDS:
                yield _("整道题的反馈没有保留：%s") % words[:100]
        for hint in self.node.all("hint"):
            yield _("提示没有保留：%s") % words_of(hint.said("text"), "html")[0][:100]
        if self.node.said("image") or self.node.said("image_base64"):
            yield _("图片没有保留（%s），请在题目页面上添加。") % _("没有说明")
        if self.node.said("hidden") == "1":
            yield _("这道题在Moodle里是隐藏的。")
