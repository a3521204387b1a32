"""What keeps a wording from being asked, in sentences for whoever wrote it."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from portal import pii
from portal.case_pictures import case_of
from portal.directory.models import Unit
from publicity.models import Clause
from quizzes.bank.content import LONGEST_STEM, LONGEST_TEXT, Content
from quizzes.bank.models import QuestionVersion


def problems_of(version: QuestionVersion, on: date | None = None) -> list[str]:
    """Return all that must be put right before `version` may be approved."""
    on = on or timezone.localdate()
    return [
        *version.parts.problems(),
        *_about_words(version),
        *_about_time(version, on),
        *_about_case(version),
    ]


def _about_words(version: QuestionVersion) -> Iterator[str]:
    if not version.stem.strip():
        yield _("题干是空的。")
    if len(version.stem) > LONGEST_STEM:
        yield _("题干最多%(most)s个字，现在有%(count)s个字。") % {
            "most": LONGEST_STEM,
            "count": len(version.stem),
        }
    if len(version.explanation) > LONGEST_TEXT:
        yield _("解析最多%(most)s个字，现在有%(count)s个字。") % {
            "most": LONGEST_TEXT,
            "count": len(version.explanation),
        }
    if version.image_id and not version.image_alt:
        yield _("图片要有文字说明，给看不见的人听。说明里不要写出答案。")
    found = pii.find("\n".join(_all_words(version)))
    if found:
        yield _("题目里有个人信息：%s。请换成不指向任何人的说法。") % "、".join(
            dict.fromkeys(str(pii.Kind(one.kind).label) for one in found)
        )


def _all_words(version: QuestionVersion) -> Iterator[str]:
    yield from (version.stem, version.explanation, version.image_alt)
    yield from words_of(version.parts)


def words_of(content: Content) -> Iterator[str]:
    """Return every word of the options, the key and the feedback."""
    for option in (*content.options, *content.distractors):
        yield from (option.text, option.feedback)
    for accepted in content.accepted:
        yield from (accepted.text, accepted.feedback)
    for pair in content.pairs:
        yield from (pair.left, pair.right)


def _about_time(version: QuestionVersion, on: date) -> Iterator[str]:
    if version.valid_until and version.valid_until < on:
        yield _("有效期到%s，已经过了。") % version.valid_until
    if version.clause_id:
        in_force = Clause.objects.in_force(on).filter(pk=version.clause_id)
        if not in_force.exists():
            yield _("依据的条款已经不是现行有效的。")


def _about_case(version: QuestionVersion) -> Iterator[str]:
    """Refuse to name who stands behind a case: residents learn from it, no more."""
    if not version.case_number:
        return
    case = case_of(version.case_number)
    if case is None or not case.is_closed:
        yield _("案例没有办结，或者已经撤回，不能用来出题。")
    words = f"{version.stem}\n{version.explanation}\n{version.image_alt}"
    names = set(case.unsaid if case else ())
    for pair in Unit.objects.values_list("name", "short_name"):
        names.update(pair)
    named = sorted(name for name in names if len(name) > 1 and name in words)
    if named:
        yield _("案例题的题干和解析里不能有单位名称：%s。") % "、".join(named)
