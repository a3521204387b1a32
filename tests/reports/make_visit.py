"""Look at a complaint as whoever sent it does, by number and code."""

from django.test import Client

from portal import codes
from portal.tokens import hash_token
from reports.complaints.models import Complaint
from reports.complaints.services.submitting import CODE_PURPOSE
from tests.reports.make import make_complaint

TRACK, MINE = "/complaints/track/", "/complaints/track/mine/"
CODE = codes.code_from(b"nine bytes and more")


def known(complaint: Complaint) -> Complaint:
    """Let CODE open it."""
    complaint.code_hash = hash_token(CODE_PURPOSE, CODE)
    complaint.save(update_fields=["code_hash"])
    return complaint


def look(client: Client, number: str, code: str = CODE):
    return client.post(TRACK, {"number": number, "code_token": code})


def opened(client: Client, **fields) -> Complaint:
    complaint = known(make_complaint(**fields))
    assert look(client, complaint.number).status_code == 303
    return complaint


def act(client: Client, complaint: Complaint, verb: str, **fields):
    return client.post(f"{MINE}{verb}/", {"version": complaint.version, **fields})
