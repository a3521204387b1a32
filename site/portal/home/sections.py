"""Places on the front page that a domain fills when it comes.

A domain registers what it shows from `AppConfig.ready()`:

    fill_place("exposures", Section(template="exposures/_front.html", context=latest))

Until then, and whenever `context` returns None, the place says what will be
there and what a reader can do meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Section:
    """What a domain shows in its place. The template brings its own h2 (`.sec`)."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """What stands there while nobody has registered, or has nothing to show."""

    title: StrOrPromise
    icon: str
    empty: StrOrPromise
    label: StrOrPromise
    address: str


GUIDE = "/about/complaint-guide/"
PLACES = {
    "exposures": Place(
        title=_("曝光台"),
        icon="horn",
        empty=_(
            "逾期没有改的问题在这里公布：限几日改、改没改好、谁核验的，改好了才划勾。目前没有公布中的问题。"
        ),
        label=_("看曝光和更正的规则"),
        address="/about/exposure-rules/",
    ),
    "lists": Place(
        title=_("红黑榜"),
        icon="news",
        empty=_(
            "各片区每天检查打分，每半个月排一次名次，靠前和靠后的都在这里公布。目前还没有公布的榜单。"
        ),
        label=_("看片区由谁负责"),
        address="/areas/",
    ),
    "quizzes": Place(
        title=_("文明答题"),
        icon="tick",
        empty=_("每天十道题，答完就知道对错和出处。题目还在准备，可以先把答案读一遍。"),
        label=_("读法规逐条"),
        address="/regulations/",
    ),
    "complaints": Place(
        title=_("随手拍"),
        icon="cam",
        empty=_(
            "看见不干净、不文明的地方，拍一张就能反映，办到哪一步随时能查。网上提交还没有开通，现在可以打热线。"
        ),
        label=_("怎么反映问题"),
        address=GUIDE,
    ),
}
_sections: dict[str, Section] = {}


def fill_place(key: str, section: Section) -> None:
    if key not in PLACES:
        raise ImproperlyConfigured(f"The front page has no place {key}.")
    if _sections.setdefault(key, section) is not section:
        raise ImproperlyConfigured(f"The place {key} is filled already.")


def section_in(key: str) -> Section | None:
    return _sections.get(key)
