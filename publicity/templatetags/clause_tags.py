"""How the text of a clause is written out: what it refers to becomes a link (RG-03)."""

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from publicity.clause_tree import Passage
from publicity.models import Clause
from publicity.numerals import chinese_number
from publicity.reading import Addresses
from publicity.wording.places import label_of_place
from publicity.wording.references import anchor_parts
from publicity.workflow import ClauseKind

register = template.Library()


@register.filter
def linked(passage: Passage, addresses: Addresses) -> SafeString:
    """Write a passage with links to the places that it speaks of."""
    parts: list[str] = []
    place = 0
    for reference in sorted(passage.references, key=lambda found: found.start):
        if reference.start < place:
            continue
        parts += [
            conditional_escape(passage.text[place : reference.start]),
            format_html(
                '<a href="{}">{}</a>',
                addresses.of(reference.anchor, reference.regulation),
                passage.text[reference.start : reference.end],
            ),
        ]
        place = reference.end
    parts.append(conditional_escape(passage.text[place:]))
    return mark_safe("".join(parts))  # noqa: S308 -- each part is escaped


@register.filter
def address_in(clause: Clause, addresses: Addresses) -> str:
    """Return where a row is read; a place in an article on the article's page."""
    return addresses.of(clause.anchor)


@register.filter
def dated_address(clause: Clause) -> str:
    """Return where a row is read in its own wording, whatever is law today."""
    version = clause.version
    return Addresses(version.regulation.slug, version.effective_on).of(clause.anchor)


@register.simple_tag
def followed_by(clause: Clause) -> Clause | None:
    """Return the article that is law today where a quoted one was before."""
    today = timezone.localdate()
    article: Clause | None = clause
    while article and article.kind != ClauseKind.ARTICLE:
        article = article.parent
    begun = Clause.objects.public().filter(version__effective_on__lte=today)
    following = begun.telling_if_in_force(today).order_by("-version__effective_on")
    while article := article and following.filter(continues=article).first():
        if article.is_in_force:
            return article
    return None


@register.filter
def place_name(clause: Clause) -> str:
    """Name the place of a row in its regulation: 第十条第一款第二项 is (10, 1, 2)."""
    _article, paragraph, item = anchor_parts(clause.anchor)
    if not paragraph and not item:
        return f"{clause.label} {clause.title}".strip()
    return anchor_name(clause.anchor)


@register.filter
def anchor_name(anchor: str) -> str:
    """Name what stands at an anchor in an article: art-10-p1-i2 is 第十条第一款第二项."""
    article, paragraph, item = anchor_parts(anchor)
    number = article.removeprefix("art-")
    before, _z, inserted = number.partition("z")
    name = label_of_place(ClauseKind.ARTICLE, int(before), int(inserted or 0))
    if paragraph:
        name += f"第{chinese_number(paragraph)}款"
    return name + (f"第{chinese_number(item)}项" if item else "")
