"""Nothing of a complainant is in a public byte; what is hidden is gone everywhere."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.search import index

from portal.timeline.models import Event
from reports.complaints.public.links import address_of
from reports.complaints.services.publishing import hide
from reports.complaints.statistics import refresh_month
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_area
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_clause, make_version
from tests.reports.complaints.make_public import (
    SAID,
    SECRETS,
    SENT_AT,
    make_category,
    make_public,
    make_secretive,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
BBOX = "109.5,31.8,109.6,31.9"


@pytest.fixture
def clause():
    version = make_version()
    return make_clause(version, 1)


def addresses_about(complaint, clause):
    """Return every public address that may speak of `complaint`."""
    number = complaint.number
    area, unit, category = complaint.area, complaint.unit, complaint.category
    return [
        "/",
        "/complaints/",
        f"/complaints/?area={area.code}&unit={unit.code}&month=2026-11",
        "/complaints/map/",
        f"/complaints/map.json?bbox={BBOX}",
        "/complaints/map/base.json",
        "/complaints/complaints.csv",
        "/complaints/statistics/",
        "/complaints/statistics.json",
        "/complaints/statistics.csv",
        area.get_absolute_url(),
        unit.get_absolute_url(),
        clause.get_absolute_url(),
        "/sitemap/",
        "/sitemap.xml",
        "/sitemap-complaints-1.xml",
        f"/search/?q={number}",
        "/search/?q=垃圾桶",
        *(
            f"/feeds/{key}.{kind}"
            for key in (
                "all",
                "complaints",
                f"complaints-area-{area.code}",
                f"complaints-unit-{unit.code}",
                f"complaints-category-{category.code}",
            )
            for kind in ("xml", "atom.xml")
        ),
    ]


OF_ONE = "/feeds/complaint-{}.xml"


def read(client, address):
    answer = client.get(address)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    body = answer.getvalue() if answer.streaming else answer.content
    return answer, f"{headers}\n{body.decode()}"


@pytest.fixture
def complaint(clause):
    category = make_category()
    category.clauses.add(clause)
    complaint = make_secretive(category=category)
    refresh_month(SENT_AT.date())
    index.insert_or_update_object(complaint)
    return complaint


def test_c4_no_secret_is_in_any_public_byte(client, complaint, clause):
    cache.clear()
    own = [address_of(complaint), OF_ONE.format(complaint.number)]

    found = {
        (address, name)
        for address in [*addresses_about(complaint, clause), *own]
        for answer, text in [read(client, address)]
        for name, secret in SECRETS.items()
        if secret in text
    }

    assert found == set()


def test_c5_the_hour_of_no_step_is_told(client, complaint):
    event = Event.objects.of(complaint).earliest("at")
    told = f"{timezone.localtime(event.at):%H:%M:%S}"

    for address in (address_of(complaint), OF_ONE.format(complaint.number)):
        _answer, text = read(client, address)
        _headers, _, body = text.partition("\n\n")
        assert told not in body


def test_the_addresses_do_speak_of_it(client, complaint, clause):
    """Or the tests above would find nothing because there is nothing."""
    silent = [
        address
        for address in addresses_about(complaint, clause)
        if complaint.number not in read(client, address)[1]
    ]

    assert [each for each in silent if "statistics" not in each] == [
        "/complaints/map/base.json",
    ]


def test_c9_what_is_hidden_is_gone_from_everywhere_at_once(client, complaint, clause):
    addresses = addresses_about(complaint, clause)
    own = [address_of(complaint), OF_ONE.format(complaint.number)]
    make_public()  # so that the pages are not empty
    tags = {address: client.get(address).get("ETag", "") for address in addresses}
    assert all(client.get(address).status_code == 200 for address in own)

    hide(complaint, by=make_user(), because="有人的脸")

    for address in addresses:
        answer, text = read(client, address)
        if not address.startswith("/search/"):  # it repeats what was asked
            assert complaint.number not in text, address
        assert address_of(complaint) not in text, address
        assert "加了一趟车" not in text, address
        if "/feeds/" in address:
            assert answer["ETag"] != tags[address]
            assert "max-age=0" in answer["Cache-Control"]
            assert "Last-Modified" not in answer
    assert {client.get(address).status_code for address in own} == {404}


def test_what_was_never_published_is_nowhere(client, complaint, clause):
    secret = make_public(
        is_published=False,
        state=ComplaintState.ACCEPTED,
        area=complaint.area,
        unit=complaint.unit,
        category=complaint.category,
    )

    for address in addresses_about(complaint, clause):
        assert address_of(secret) not in read(client, address)[1]


def test_a_feed_of_nothing_is_a_404(client):
    for key in (
        "complaints-area-none",
        "complaints-unit-none",
        "complaints-category-none",
        "complaint-LX2026-000001",
        "complaint-",
        "complaints-",
    ):
        assert client.get(f"/feeds/{key}.xml").status_code == 404


def test_a_feed_follows_one_complaint_by_days(client, complaint):
    text = client.get(OF_ONE.format(complaint.number)).text

    assert "双创办受理" in text
    assert "00:00:00 +0800" in text


def test_an_area_shows_its_complaints_and_how_many(client):
    area = make_area()
    make_public(area=area)
    make_public(area=area, state=ComplaintState.CLOSED)

    text = client.get(area.get_absolute_url()).text

    assert "随手拍" in text
    assert f"/complaints/?area={area.code}" in text
    assert "随手拍</h2>" not in client.get(make_area().get_absolute_url()).text


def test_the_front_page_shows_what_was_solved_last(client, complaint):
    text = client.get("/").text

    assert SAID[:20] in text
    assert "问题地图" in text


def test_the_front_page_keeps_its_place_while_nothing_is_solved(client):
    make_public()

    assert "怎么反映问题" in client.get("/").text
