"""What the CMS shows of evidence for the standards, and what everybody may read."""

import pytest
from django.urls import reverse

from portal.pages import PageStandard
from portal.standards.models import SetStatus
from portal.users.roles import Role, sync_roles
from reports.complaints.models.scopes import DeskScope
from reports.complaints.workflow import ComplaintState
from reports.standards.models import ItemAssessment
from reports.standards.services import tag_evidence
from reports.standards.taggable import kind_of
from tests.portal.make import make_unit
from tests.portal.users.make import PASSWORD, make_user
from tests.publicity.make import make_news
from tests.reports.make import make_complaint
from tests.reports.standards.make import make_item, make_point, make_set

pytestmark = pytest.mark.django_db
COVERAGE = "/cms/standards/"


def log_in(client, role):
    sync_roles()
    user = make_user(role=role)
    client.login(username=user.username, password=PASSWORD)
    return user


def prove(item, news=None):
    PageStandard.objects.create(page=news or make_news(), item=item)


def queries(client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(60) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_coverage_says_which_items_nothing_proves(client, home_page):
    log_in(client, Role.INSPECTOR)
    point = make_point(lead_unit=make_unit(short_name="城管局"))
    bare = make_item(parent=point.parent, lead_unit=make_unit(short_name="爱卫办"))
    prove(point)

    text = client.get(COVERAGE).text
    only_bare = client.get(COVERAGE, {"evidence": "none"}).text
    of_unit = client.get(COVERAGE, {"unit": point.lead_unit.code}).text

    assert "共2条，1条还没有依据" in text
    assert bare.code in only_bare
    assert point.code not in only_bare
    assert point.code in of_unit
    assert bare.code not in of_unit


def test_the_table_is_what_the_page_shows(client, home_page):
    log_in(client, Role.ADMINISTRATOR)
    point = make_point(title="=cmd")
    bare = make_item(parent=point.parent)
    prove(point)

    response = client.get(f"{COVERAGE}coverage.csv", {"evidence": "some"})
    text = response.getvalue().decode()

    assert "'=cmd" in text  # C12: no spreadsheet runs it
    assert bare.code not in text


@pytest.mark.parametrize(
    "asked", ["?set=none", "?period=1", "?head=x&unit=y", "?status=z", "?evidence=all"]
)
def test_what_nobody_offers_is_told_and_breaks_nothing(client, asked):
    log_in(client, Role.INSPECTOR)
    make_point()

    assert client.get(f"{COVERAGE}{asked}").status_code == 200


def test_a_stranger_is_turned_away_everywhere(client):
    log_in(client, Role.TV_EDITOR)
    point = make_point()

    assert client.get(COVERAGE).status_code == 403
    assert client.get(f"{COVERAGE}coverage.csv").status_code == 403
    assert (
        client.get(reverse("standards_desk:item", args=[point.pk])).status_code == 403
    )
    for name in ("tag", "assess"):
        address = reverse(f"standards_desk:{name}", args=[point.pk])
        assert client.post(address).status_code == 403


def test_an_inspector_proves_and_an_administrator_judges(client):
    point = make_point(full_score=5)
    complaint = make_complaint()
    inspector = log_in(client, Role.INSPECTOR)
    DeskScope.objects.create(user=inspector)
    tag = reverse("standards_desk:tag", args=[point.pk])
    assess = reverse("standards_desk:assess", args=[point.pk])
    verdict = {"period": "2026Q3", "status": "met", "score": "5"}

    wrong = client.post(tag, {"kind": "complaint", "written": "LX1"})
    right = client.post(tag, {"kind": "complaint", "written": complaint.number})
    refused = client.post(assess, verdict)
    log_in(client, Role.ADMINISTRATOR)
    wrong_score = client.post(assess, {**verdict, "score": "9"})

    assert wrong.status_code == 422
    assert 'value="LX1"' in wrong.text  # what was typed is kept
    assert right.status_code == 302
    assert refused.status_code == 403
    assert wrong_score.status_code == 422
    assert "满分5分" in wrong_score.text
    assert not ItemAssessment.objects.exists()


def test_c10_a_tag_says_nothing_of_a_complaint_out_of_sight(client):
    point, complaint, office = make_point(), make_complaint(), make_user()
    office.is_superuser = True
    office.save()
    tag_evidence(point, kind_of("complaint"), complaint.number, by=office)
    log_in(client, Role.INSPECTOR)

    text = client.get(reverse("standards_desk:item", args=[point.pk])).text

    assert "不在您的经办范围" in text
    assert complaint.number not in text


def test_everybody_reads_the_tree_with_what_is_public_of_it(client, home_page):
    point = make_point(requirement="每天清运")
    news = make_news()
    prove(point, news)
    office = make_user()
    office.is_superuser = True
    office.save()
    shown, hidden = (
        make_complaint(is_published=True, state=ComplaintState.FILED),
        make_complaint(),
    )
    for each in (shown, hidden):
        tag_evidence(point, kind_of("complaint"), each.number, by=office)

    text = client.get(f"/standards/{point.set.code}/").text

    for part in ("每天清运", news.title, shown.number, "不是标准原文", "本县自拟"):
        assert part in text
    assert hidden.number not in text


def test_a_set_that_is_being_written_is_nobodys_business(client, home_page):
    draft = make_set(status=SetStatus.DRAFT, title="还没定的标准")

    assert client.get(f"/standards/{draft.code}/").status_code == 404
    assert "还没有公布创建标准" in client.get("/standards/").text
    make_set(title="已公布的标准")
    assert "还没定的标准" not in client.get("/standards/").text


def test_the_number_of_queries_does_not_grow(
    client, home_page, django_assert_max_num_queries
):
    log_in(client, Role.ADMINISTRATOR)
    office = make_user()
    office.is_superuser = True
    office.save()
    point = make_point()
    news = make_news()
    addresses = [
        COVERAGE,
        f"/standards/{point.set.code}/",
        "/standards/",
        reverse("standards_desk:item", args=[point.pk]),
    ]

    def more():
        prove(make_item(parent=point.parent), news)
        complaint = make_complaint(is_published=True, state=ComplaintState.FILED)
        tag_evidence(point, kind_of("complaint"), complaint.number, by=office)

    more()
    for address in addresses:  # what is asked once in the life of a process
        client.get(address)
    few = [queries(client, django_assert_max_num_queries, each) for each in addresses]
    for _number in range(6):
        more()
    many = [queries(client, django_assert_max_num_queries, each) for each in addresses]

    assert few == many
    assert many[1] <= 8, many
