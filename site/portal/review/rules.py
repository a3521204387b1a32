"""The checks of the site itself: GW-32, GW-33, GW-39, GW-40, AC-22, corrections."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from portal import pii
from portal.images.reading import words_of
from portal.images.uses import files_in
from portal.review.checks import Finding, register_check
from portal.review.ledger import Severity, Wording
from portal.review.texts import is_file_name, structs_in, texts_of

# Who stands for an item, and where it is filed, may change without a word to readers.
SIGNATURE = ("source", "author", "responsible_editor", "correction_note", "tags")
MOST_TOLD = 10  # of one place: whoever attached a list of names knows it by then


def register_rules() -> None:
    for check in (
        no_personal_numbers,
        attachments_are_looked_into,
        no_wrong_wordings,
        pictures_are_described,
        films_have_words,
        has_a_source,
        column_holds_something,
        correction_is_explained,
    ):
        register_check(check.__name__, check)


def no_personal_numbers(page: Any) -> Iterator[Finding]:
    """GW-39: a whole identity, mobile or card number stands nowhere."""
    for place, text in texts_of(page):
        for found in pii.find(text)[:MOST_TOLD]:
            yield Finding(
                kind=f"pii_{found.kind}",
                place=place,
                sentence=_("有完整的%(kind)s %(masked)s，请遮住中间几位。")
                % {"kind": found.kind.label, "masked": found.masked},
                can_be_overridden=True,
            )


def attachments_are_looked_into(page: Any) -> Iterator[Finding]:
    """GW-39: where the machine cannot look, it says so, and people do."""
    for document in files_in(page, (AbstractDocument,)):
        if not words_of(document.file).is_whole:
            yield Finding(
                kind="unread",
                place=_("附件《%s》") % document.title,
                sentence=_(
                    "机器读不了全部内容，请打开看一遍："
                    "有没有完整的身份证号、手机号、银行卡号。"
                ),
                blocks=False,
            )


def no_wrong_wordings(page: Any) -> Iterator[Finding]:
    """GW-40: the list is the chief editor's."""
    wordings = list(Wording.objects.all())
    if not wordings:
        return
    for place, text in texts_of(page):
        for wording in wordings:
            if wording.pattern in text:
                yield Finding(
                    kind="wording",
                    place=place,
                    sentence=_("“%(pattern)s”：%(advice)s")
                    % {"pattern": wording.pattern, "advice": wording.advice},
                    blocks=wording.severity == Severity.REFUSE,
                    can_be_overridden=True,
                )


def pictures_are_described(page: Any) -> Iterator[Finding]:
    """AC-22: a picture says what it shows, and not by the name of its file."""
    for place, struct in structs_in(page):
        if "alt" not in struct or "image" not in struct:
            continue
        alt, image = (struct["alt"] or "").strip(), struct["image"]
        if not alt:
            yield Finding(
                kind="alt", place=place, sentence=_("缺替代文字，请写图里有什么。")
            )
        elif is_file_name(alt, image and image.file.name):
            yield Finding(
                kind="alt",
                place=place,
                sentence=_("替代文字是文件名，请写图里有什么。"),
            )


def films_have_words(page: Any) -> Iterator[Finding]:
    """TV-07: a film in a text has captions or a transcript."""
    for place, struct in structs_in(page):
        film = struct.get("video")
        if "transcript" in struct and film:
            yield from film_without_words(film, struct["transcript"], place)


def film_without_words(film: Any, words: str, place: str) -> Iterator[Finding]:
    if film and not film.captions and not (words or "").strip():
        yield Finding(
            kind="film",
            place=place,
            sentence=_("视频没有字幕，也没有文字稿，请补上其中一样。"),
        )


def has_a_source(page: Any) -> Iterator[Finding]:
    """GW-33: an item names its source."""
    if page.needs_review and not page.source.strip():
        yield Finding(kind="source", place=_("来源"), sentence=_("请写明来源。"))


def column_holds_something(page: Any) -> Iterator[Finding]:
    """GW-32: a column without content is not published."""
    if page.needs_review or page.may_be_empty:
        return
    below = Page.objects.live().descendant_of(page).select_related("content_type")
    kinds = {row.specific_class for row in below.only("content_type").distinct()}
    if not any(getattr(kind, "needs_review", False) for kind in kinds):
        yield Finding(
            kind="empty_column",
            place=_("栏目"),
            sentence=_("栏目里还没有已发布的内容，空栏目不能发布。"),
        )


def correction_is_explained(page: Any) -> Iterator[Finding]:
    """Whoever changes what is live says what was changed: readers see it."""
    if not (page.needs_review and page.live) or page.correction_note.strip():
        return
    standing = type(page)._default_manager.filter(pk=page.pk, live=True).first()
    if standing is not None and _said(standing) != _said(page):
        yield Finding(
            kind="correction",
            place=page._meta.get_field("correction_note").verbose_name,
            sentence=_("已发布的内容有改动，请写明改了什么，读者看得到。"),
        )


def _said(page: Any) -> list[tuple[str, str]]:
    unsaid = {page._meta.get_field(name).verbose_name for name in SIGNATURE}
    return [(place, text) for place, text in texts_of(page) if place not in unsaid]
