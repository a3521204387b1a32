"""How often the pages of a regulation ask the database, at once and at ten times."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.media.models import Recording
from publicity.clause_hub import clause_hub
from publicity.models import KnowledgeClause, PenaltyLink
from publicity.workflow import ClauseKind, PenaltyMeasure
from tests.portal.make import make_unit
from tests.publicity.make import make_knowledge, make_news
from tests.publicity.make_reading import make_clause, make_regulation, make_version

pytestmark = pytest.mark.django_db
MOST = 8
OWN_PANELS = 1
FIRST_DAY = date(2010, 1, 1)
ADDRESSES = [
    "/regulations/",
    "/regulations/?show=penalties",
    "/regulations/frontage/",
    "/regulations/frontage/?q=门前",
    "/regulations/frontage/2010-01-01/",
    "/regulations/frontage/2010-01-01/?q=第一条",
    "/regulations/frontage/art-1/",
    "/regulations/frontage/2010-01-01/art-1/",
    "/regulations/frontage/art-2/",
]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


def add_wording(regulation, effective_on, rich):
    """Add a wording of which art-1 has all that a clause page can show, `rich` times."""
    version = make_version(regulation, effective_on=effective_on)
    duty = make_clause(
        version,
        1,
        text=f"门前应当打扫，{effective_on:%Y}年的写法。",
        plain_note="天天扫。",
        example="老李每天扫。",
        reward="表扬。",
        penalty="罚款五十元。",
        audio=Recording.objects.create(
            title="朗读", type="audio", file="a.mp3", duration=9
        ),
        film=Recording.objects.create(
            title="手语", type="video", file="a.mp4", duration=9
        ),
    )
    for number in range(1, rich + 1):
        make_clause(version, number, kind=ClauseKind.PARAGRAPH, parent=duty, text="甲")
        duty.responsible_units.add(make_unit())
        punished = make_clause(
            version, 1 + number, text="没打扫的，罚款。", penalty="罚"
        )
        PenaltyLink.objects.create(
            duty_clause=duty,
            penalty_clause=punished,
            measure=PenaltyMeasure.FINE,
            max=50,
        )
        KnowledgeClause.objects.create(page=make_knowledge(), clause=duty)
        make_news(body=[("clause", {"clause": duty})])
    return version


def asked(client, address):
    client.get(address)  # what is kept in memory is there now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_is_small_and_stays_so(client):
    regulation = make_regulation(slug="frontage", drafted_by=make_unit())
    for wording in range(2):
        add_wording(regulation, FIRST_DAY + timedelta(365 * wording), rich=1)
    few = {address: asked(client, address) for address in ADDRESSES}

    for wording in range(2, 20):
        effective_on = FIRST_DAY + timedelta(365 * wording)
        add_wording(regulation, effective_on, rich=10 if wording == 16 else 0)
        other = make_regulation(title=f"办法{wording}", drafted_by=make_unit())
        for day in (FIRST_DAY, effective_on):
            make_version(other, effective_on=day, articles=3)
    many = {address: asked(client, address) for address in ADDRESSES}

    assert many == few
    # A clause is a hub: what another room hangs on it may ask once more.
    of_others = len(clause_hub) - OWN_PANELS
    most = {each: MOST + of_others * ("art-" in each) for each in many}
    assert {each: count for each, count in many.items() if count > most[each]} == {}
