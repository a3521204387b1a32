"""A small tree of an XML file from a stranger: no entities, no depths, lines kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from portal.refusals import Refused

DEEPEST = 40


@dataclass
class Node:
    name: str
    line: int
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator["Node"]:
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        return next(self.all(name), None)

    def said(self, *path: str) -> str:
        """Return the text at the end of `path`; nothing where there is no such place."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node else None
        return node.text if node else ""


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        # An entity can only be declared there: whatever a bomb is made of.
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.open: list[Node] = []
        self.root: Node | None = None

    def _refuse(self, *_declared: object) -> None:
        raise Refused(_("XML文件里有DOCTYPE声明，不能导入。请删去这一段再试。"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise Refused(_("XML文件嵌套得太深，不能导入。"))
        node = Node(name, self.parser.CurrentLineNumber, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _data(self, text: str) -> None:
        if self.open:
            self.open[-1].pieces.append(text)


def tree_of(text: str) -> Node:
    """Return the root of an XML text, whatever encoding it says that it was in."""
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise Refused(
            _("第%s行的XML不对，读不下去。请从Moodle重新导出。") % error.lineno
        ) from None
    if reader.root is None:
        raise Refused(_("XML文件里没有内容。"))
    return reader.root
