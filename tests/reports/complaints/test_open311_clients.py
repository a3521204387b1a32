"""A client by other hands reads our interface; the standard's own forms are taken."""

from collections.abc import Iterator
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from georeport import GeoReport

from reports.complaints.models import Category, Complaint, PrivacyNotice
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_home
from tests.reports.complaints.make_open311 import make_key, make_published
from tests.reports.make import make_category, make_notice

pytestmark = pytest.mark.django_db


class Quiet(WSGIRequestHandler):
    def log_message(self, *_parts: Any) -> None:
        pass


@pytest.fixture
def server(db: None) -> Iterator[str]:
    """Serve on a real port, within the test's own transaction.

    pytest-django's `live_server` empties all tables after it, which the timeline's
    triggers forbid.
    """
    application = get_wsgi_application()
    shared = connections["default"]

    def answer(environ: Any, start_response: Any) -> Any:
        connections["default"] = shared
        return application(environ, start_response)

    # As Django's own test client does: a request would close what a test still uses.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    with make_server("127.0.0.1", 0, answer, handler_class=Quiet) as web:
        thread = Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()
    shared.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("output_format", ["json", "xml"])
def test_georeport_reads_services_and_requests(server, output_format):
    make_home()
    make_notice()
    category = make_category(name="暴露垃圾")
    for state in (ComplaintState.HANDLING, ComplaintState.CLOSED):
        made = make_published(state=state, category=category)
    make_category()
    client: Any = GeoReport(
        f"{server}/open311/v2", "linxi", output_format=output_format
    )

    services = client.get_service_list()
    definition = client.get_service_definition(category.code)
    requests = client.get_service_requests(service_code=category.code)
    closed = client.get_service_requests(
        status="open,closed", start_date=requests[0]["requested_datetime"]
    )
    one = client.get_service_request(made.number)

    assert {each["service_code"] for each in services} == set(
        Category.objects.values_list("code", flat=True)
    )
    assert definition["service_code"] == category.code
    assert [each["status"] for each in requests] == ["closed", "open"]
    assert [each["service_request_id"] for each in closed] == [
        each["service_request_id"] for each in requests
    ]
    assert one["service_request_id"] == made.number
    assert one["service_name"] == "暴露垃圾"


def test_the_form_of_the_standard_is_taken(server):
    make_home()
    make_notice()
    category = make_category()
    sent = urlencode(
        {
            "api_key": make_key(),
            "jurisdiction_id": "city.gov",
            "service_code": category.code,
            "lat": "37.76524078",
            "long": "-122.4212043",
            "address_string": "1234 5th street",
            "email": "smit333@sfgov.edu",
            "device_id": "tt222111",
            "account_id": "123456",
            "first_name": "john",
            "last_name": "smith",
            "phone": "111111111",
            "description": "A large sinkhole is destroying the street",
            "media_url": "http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
            "attribute[WHISPAWN]": "123456",
            "attribute[WHISDORN]": "COISL001",
        }
    )
    address = f"{server}/open311/v2/requests.xml"
    asked = Request(address, sent.encode())  # noqa: S310 -- our own server

    with build_opener(ProxyHandler({})).open(asked) as response:
        text = response.read().decode()

    complaint = Complaint.objects.get()
    assert response.status == 201
    assert f"<service_request_id>{complaint.number}</service_request_id>" in text
    assert complaint.reporter.name == "john smith"
    assert PrivacyNotice.objects.get() == complaint.privacy_notice
