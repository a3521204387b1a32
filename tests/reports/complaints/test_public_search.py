"""Published complaints are found; what is hidden is not, from the next search on."""

import pytest
from django.core.management import call_command

from reports.complaints.public.links import address_of
from reports.complaints.services.publishing import hide, publish
from reports.complaints.workflow import ComplaintState
from tests.portal.users.make import make_user
from tests.reports.complaints.make_public import SECRETS, make_public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


@pytest.fixture
def complaint(django_capture_on_commit_callbacks):
    complaint = make_public(is_published=False, state=ComplaintState.ACCEPTED)
    with django_capture_on_commit_callbacks(execute=True):
        publish(
            complaint,
            by=make_user(),
            text_public="喷泉旁边的长椅坏了",
            masks_reviewed=True,
        )
    return complaint


def test_it_is_found_by_its_words_and_its_number(client, complaint):
    for question in ("喷泉长椅", complaint.number):
        assert address_of(complaint) in client.get("/search/", {"q": question}).text


def test_c9_hidden_it_is_not_found(client, complaint):
    hide(complaint, by=make_user(), because="有人的脸")

    for question in ("喷泉长椅", complaint.number):
        assert address_of(complaint) not in client.get("/search/", {"q": question}).text


def test_c4_nobody_finds_it_by_what_is_private(client, complaint):
    for secret in SECRETS.values():
        assert address_of(complaint) not in client.get("/search/", {"q": secret}).text


def test_rebuilding_the_index_keeps_it_and_leaves_out_what_is_not_public(
    client, complaint
):
    secret = make_public(is_published=False, state=ComplaintState.ACCEPTED)

    call_command("update_index", verbosity=0)

    assert address_of(complaint) in client.get("/search/?q=喷泉长椅").text
    assert address_of(secret) not in client.get("/search/", {"q": secret.number}).text


def test_a_new_text_is_found_and_the_old_one_no_longer(
    client, complaint, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        publish(complaint, by=make_user(), text_public="路灯不亮", masks_reviewed=True)

    assert address_of(complaint) in client.get("/search/?q=路灯不亮").text
    assert address_of(complaint) not in client.get("/search/?q=喷泉长椅").text
