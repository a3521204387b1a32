"""The photos on a case's page, each one step from its redaction."""

import pytest
from django.urls import reverse

from portal.users.roles import Role, sync_roles
from reports.complaints.models import EvidenceRole
from reports.complaints.services.picturing import attach
from tests.portal.evidence.make import make_photo
from tests.portal.users.make import make_user
from tests.reports.make import make_complaint

pytestmark = pytest.mark.django_db


def test_a_case_leads_to_the_redaction_of_each_photo(client):
    sync_roles()
    client.force_login(make_user(role=Role.DESK))
    complaint, photo = make_complaint(), make_photo()
    attach(complaint, [photo], EvidenceRole.BEFORE)

    page = client.get(reverse("desk:case", args=[complaint.pk])).text

    assert photo.redaction_address in page
    assert "反映时，第1件" in page
