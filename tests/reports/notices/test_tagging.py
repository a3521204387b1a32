"""A notice as evidence for an item of a standard."""

import pytest

from portal.users.roles import Role, sync_roles
from reports.notices.workflow import NoticeState
from reports.standards.taggable import kind_of
from tests.portal.users.make import make_user
from tests.reports.notices.make import make_notice

pytestmark = pytest.mark.django_db


def test_c10_staff_find_a_notice_by_its_number_and_strangers_do_not():
    sync_roles()
    notice = make_notice(state=NoticeState.SERVED)
    kind = kind_of("notice")
    head, stranger = make_user(role=Role.HEAD), make_user(role=Role.TV_EDITOR)

    number = notice.number or ""
    assert kind.find(f" {number} ", head) == notice
    assert number in kind.shown_to([notice.pk], head)[notice.pk].title
    assert kind.find(number, stranger) is None
    assert kind.shown_to([notice.pk], stranger) == {}


def test_the_public_reads_of_public_notices_alone():
    shown = make_notice(state=NoticeState.SERVED, is_public=True)
    kept = make_notice(state=NoticeState.SERVED)

    found = kind_of("notice").public([shown.pk, kept.pk])

    assert list(found) == [shown.pk]
    assert found[shown.pk].address.startswith("/notices/")
