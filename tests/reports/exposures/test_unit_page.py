"""A unit is told before it is exposed, and answers by its secret address."""

import pytest
from django_tasks_db.models import DBTaskResult

from portal.tokens import new_token
from reports.complaints.services.links import issue_link
from reports.exposures.models import UnitStatement
from reports.exposures.services.approving import notify_unit
from reports.exposures.workflow import ApprovalLevel, ExposureState
from tests.portal.users.make import make_user
from tests.reports.exposures.make import (
    TITLE,
    give_approval,
    make_exposure,
    make_public,
    make_ready,
    make_reviewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def token_for(exposure):
    _link, token = issue_link(exposure.unit, by=make_user(), phone="19900000000")
    return token


def test_ex04_it_reads_what_will_be_published_and_answers(client):
    exposure = make_ready()
    address = f"/u/{token_for(exposure)}/exposures/"

    page = client.get(address)
    assert TITLE in page.text
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    answer = client.post(
        f"{address}{exposure.pk}/",
        {"text": "已增派人手，电话13912345678。", "post": "主任"},
    )

    assert answer.status_code == 302
    statement = UnitStatement.objects.get()
    assert "13912345678" not in statement.text_public
    assert statement.is_verified is None
    exposure.refresh_from_db()
    assert exposure.replied_at


def test_an_empty_answer_is_a_clear_400(client):
    exposure = make_ready()
    address = f"/u/{token_for(exposure)}/exposures/{exposure.pk}/"

    answer = client.post(address, {"text": "", "post": "办公室主任"})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="办公室主任"' in answer.text


def test_c10_another_unit_sees_and_says_nothing(client):
    ours, theirs = make_ready(), make_ready(title="别家的事")
    token = token_for(ours)

    assert "别家的事" not in client.get(f"/u/{token}/exposures/").text
    answer = client.post(f"/u/{token}/exposures/{theirs.pk}/", {"text": "好了"})
    assert answer.status_code == 404
    assert client.get(f"/u/{new_token()}/exposures/").status_code == 404


@pytest.mark.parametrize(
    "state", [ExposureState.DRAFT, ExposureState.LEGAL_CHECK, ExposureState.RETRACTED]
)
def test_e4_it_reads_neither_drafts_nor_what_was_taken_back(client, state):
    exposure = make_exposure(state=state)

    assert TITLE not in client.get(f"/u/{token_for(exposure)}/exposures/").text


def test_it_may_answer_when_it_is_public_already(client):
    exposure = make_public()
    client.post(
        f"/u/{token_for(exposure)}/exposures/{exposure.pk}/",
        {"text": "后来又加了两人。"},
    )

    assert "后来又加了两人" in client.get(exposure.get_absolute_url()).text


def test_its_people_are_told_by_message():
    exposure = make_exposure(state=ExposureState.LEGAL_CHECK)
    give_approval(exposure, ApprovalLevel.REVIEW)
    token_for(exposure)

    notify_unit(exposure, by=make_reviewer())

    assert DBTaskResult.objects.filter(task_path__endswith="tell_exposed_unit").exists()


def test_its_own_page_leads_there(client):
    exposure = make_exposure(state=ExposureState.NOTIFIED)
    token = token_for(exposure)

    page = client.get(f"/u/{token}/").text

    assert "1件拟曝光" in page
    assert f"/u/{token}/exposures/" in page
