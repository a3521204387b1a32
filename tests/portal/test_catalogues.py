import os
import re
import shutil
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import LazySettings, settings
from django.core.management import CommandError, call_command
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation

from portal.catalogues import flatten

pytestmark = pytest.mark.once

LOCALE_DIR = Path(settings.LOCALE_PATHS[0])
DOMAINS = ("django", "djangojs")
COVERED_APPS = (
    "taggit",
    "wagtail",
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtailmedia",
)
SAME_IN_CHINESE = {"ID", "URL", "Wagtail API v2"}

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


def messages(po: Path) -> Iterator[Message]:
    with po.open("rb") as source:
        yield from (message for message in read_po(source) if message.id)


def forms(text: str | Sequence[str] | None) -> list[str]:
    """Return a text that has no plural as a list of one."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def promised(domain: str) -> list[Message]:
    catalogues = [
        Path(config.path) / f"locale/en/LC_MESSAGES/{domain}.po"
        for config in apps.get_app_configs()
        if config.name in COVERED_APPS
    ]
    return [message for po in catalogues if po.exists() for message in messages(po)]


def ours() -> list[Message]:
    return [
        message
        for domain in DOMAINS
        for message in messages(LOCALE_DIR / f"zh_Hans/LC_MESSAGES/{domain}.po")
    ]


@pytest.fixture
def copied_locale(tmp_path: Path, settings: LazySettings) -> Path:
    """Our .po files in a directory of their own, where nothing is compiled yet."""
    shutil.copytree(
        LOCALE_DIR, tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo")
    )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path / "locale/zh_Hans/LC_MESSAGES"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_of_the_admin_has_chinese(domain: str, copied_locale: Path):
    call_command("compile_catalogues", stdout=StringIO())
    chinese = DjangoTranslation("zh-hans", domain=domain)

    def shown(message: Message) -> str:
        singular, *plural = forms(message.id)
        if plural:
            return chinese.ngettext(singular, plural[0], 2)
        if message.context:
            return chinese.pgettext(message.context, singular)
        return chinese.gettext(singular)

    wanted = promised(domain)
    english = {
        forms(message.id)[0]
        for message in wanted
        if shown(message) in forms(message.id)
    }

    assert len(wanted) > 80
    assert english <= SAME_IN_CHINESE


def test_ours_are_finished_and_name_no_machine():
    for message in ours():
        assert all(forms(message.string)), message.id
        assert not message.fuzzy, message.id
        assert not message.locations, message.id


@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_ours_keep_what_stands_between_the_words(pattern: re.Pattern[str]):
    def kept(text: str) -> list[str]:
        return sorted(pattern.findall(text))

    for message in ours():
        for text in forms(message.string):
            # A plural may name a number that its singular spells out.
            assert kept(text) in [kept(form) for form in forms(message.id)], message.id


def test_compile_writes_each_catalogue_once(copied_locale: Path):
    said = StringIO()

    call_command("compile_catalogues", stdout=said)
    call_command("compile_catalogues", stdout=said)

    assert said.getvalue().split() == ["zh_Hans/django.mo", "zh_Hans/djangojs.mo"]
    assert DjangoTranslation("zh-hans").gettext("Save changes") == "保存更改"


def test_compile_follows_a_newer_source(copied_locale: Path):
    call_command("compile_catalogues", stdout=StringIO())
    mo = copied_locale / "django.mo"
    compiled = mo.read_bytes()
    mo.write_bytes(b"old")
    os.utime(mo, (0, 0))

    call_command("compile_catalogues", stdout=StringIO())

    assert mo.read_bytes() == compiled


def test_compile_refuses_a_broken_source_and_keeps_the_old_result(copied_locale: Path):
    mo = copied_locale / "django.mo"
    mo.write_bytes(b"old")
    os.utime(mo, (0, 0))
    (copied_locale / "django.po").write_text("<<<<<<< HEAD\n")

    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("compile_catalogues", stdout=StringIO())

    assert mo.read_bytes() == b"old"


def test_one_catalogue_has_the_words_of_all(monkeypatch):
    apart = DjangoTranslation(settings.LANGUAGE_CODE)
    monkeypatch.setattr(
        trans_real,
        "_translations",
        {settings.LANGUAGE_CODE: DjangoTranslation(settings.LANGUAGE_CODE)},
    )

    flatten(settings.LANGUAGE_CODE)

    one: Any = trans_real.translation(settings.LANGUAGE_CODE)
    assert one._fallback is None
    known = {key for key in one._catalog if key}
    assert len(known) > 2000
    for key in known:
        if isinstance(key, tuple):
            for n in (0, 1, 2, 5):
                told = (
                    one.ngettext(key[0], "many", n),
                    apart.ngettext(key[0], "many", n),
                )
                assert told[0] == told[1], key
        else:
            assert one.gettext(key) == apart.gettext(key), key
    assert one.gettext("没有这个词") == "没有这个词"
    assert one.ngettext("一个", "几个", 2) == "几个"
