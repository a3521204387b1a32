"""A unit at work by its secret link: without an account, without the complainant."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from reports.complaints.models import Complaint, UnitLink, UnitLinkUse
from reports.complaints.services import dispatching, handling
from reports.complaints.services.links import issue_link, revoke_link, rotate_link
from reports.complaints.services.submitting import Contact
from reports.complaints.workflow import ComplaintState
from tests.reports.complaints.make_desk import (
    assignment_of,
    make_clerk,
    make_complaint,
    make_unit,
)

pytestmark = pytest.mark.django_db
S = ComplaintState
SECRETS = ("钱多多", "13900001111", "槐树巷7号楼2单元", "K-secret")


@pytest.fixture
def unit():
    cache.clear()
    return make_unit(short_name="环卫所")


@pytest.fixture
def token(unit):
    return issue_link(unit, by=make_clerk())[1]


def post(client, token, complaint, verb, **said):
    return client.post(
        f"/u/{token}/{complaint.number}/{verb}/",
        {"version": complaint.version, **said},
    )


def test_the_unit_sees_its_open_cases_with_their_deadlines(client, unit, token):
    mine = make_complaint(state=S.DISPATCHED, unit=unit)
    foreign = make_complaint(state=S.DISPATCHED)

    page = client.get(f"/u/{token}/")

    assert mine.number in page.text
    assert "还剩" in page.text
    assert foreign.number not in page.text


def test_c11_the_sheet_tells_nothing_of_who_complained(client, unit, token):
    complaint = make_complaint(
        state=S.DISPATCHED,
        unit=unit,
        text="我叫钱多多，电话13900001111，我家住槐树巷7号楼2单元，门口有垃圾。",
        place_text="槐树巷7号楼2单元门口",
        contact=Contact(name="钱多多", phone="13900001111", may_be_called=True),
    )

    for address in (f"/u/{token}/", f"/u/{token}/{complaint.number}/"):
        page = client.get(address).text
        assert complaint.number in page
        for secret in SECRETS:
            assert secret not in page
        assert f"{timezone.localtime(complaint.submitted_at):%H:%M:%S}" not in page


def test_the_page_leaves_no_trace_of_its_address(client, unit, token):
    complaint = make_complaint(state=S.DISPATCHED, unit=unit)

    for address in (f"/u/{token}/", f"/u/{token}/{complaint.number}/"):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies
        assert 'name="robots"' in response.text


def test_c3_wrong_expired_and_revoked_are_the_same(client, unit):
    clerk = make_clerk()
    _link, expired = issue_link(unit, by=clerk)
    UnitLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    link, revoked = issue_link(unit, by=clerk)
    revoke_link(link, by=clerk, because="外传")

    answers = [client.get(f"/u/{each}/") for each in ("x" * 32, expired, revoked)]

    assert {answer.status_code for answer in answers} == {404}
    bodies = {
        answer.text.replace(each, "")
        for answer, each in zip(answers, ("x" * 32, expired, revoked), strict=True)
    }
    assert len(bodies) == 1


def test_a_rotated_link_closes_the_old_and_opens_the_new(client, unit):
    clerk = make_clerk()
    link, old = issue_link(unit, by=clerk)
    _new, token = rotate_link(link, by=clerk, because="换人了")

    assert client.get(f"/u/{old}/").status_code == 404
    assert client.get(f"/u/{token}/").status_code == 200


def test_who_guesses_is_slowed_down(client, unit, token, settings):
    limit = settings.THROTTLES["unit_link"][0]
    codes = [client.get(f"/u/{'x' * 30}{n}/").status_code for n in range(limit + 2)]

    assert codes[0] == 404
    assert codes[-1] == 429


def test_who_holds_a_link_may_look_as_often_as_they_like(client, unit, token, settings):
    limit = settings.THROTTLES["unit_link"][0]

    assert {client.get(f"/u/{token}/").status_code for n in range(limit + 3)} == {200}


def test_the_unit_accepts_and_hands_in_and_each_use_is_written_down(
    client, unit, token
):
    complaint = make_complaint(state=S.DISPATCHED, unit=unit)

    response = post(client, token, complaint, "accept")
    assert response.status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == S.HANDLING
    post(client, token, complaint, "done", text="已经清走，地面冲洗了。")

    complaint.refresh_from_db()
    assert complaint.state == S.RESOLVED
    reply = complaint.replies.get()
    assert (reply.text, reply.author) == ("已经清走，地面冲洗了。", None)
    verbs = set(UnitLinkUse.objects.values_list("verb", flat=True))
    assert verbs == {"open", "accept_assignment", "hand_in"}


def test_cp_23_a_unit_returns_with_a_reason_and_never_after_a_ruling(
    client, unit, token
):
    ruled = make_complaint(state=S.DISPATCHED, unit=unit, is_ruling=True)
    free = make_complaint(state=S.DISPATCHED, unit=unit)

    page = client.get(f"/u/{token}/{ruled.number}/").text
    refused = post(client, token, ruled, "return", because="不归我们管")
    bare = post(client, token, free, "return", because=" ")
    done = post(client, token, free, "return", because="归河道所管")

    assert "已经指定由贵单位承办" in page
    assert refused.status_code == 422
    assert "不归我们管" in refused.text or "已经指定" in refused.text
    assert "请填写退单理由" in bare.text
    assert done.status_code == 302
    assert Complaint.objects.get(pk=free.pk).state == S.RETURNED
    assert Complaint.objects.get(pk=ruled.pk).state == S.DISPATCHED


def test_the_unit_asks_for_time_with_a_reason(client, unit, token):
    complaint = make_complaint(state=S.HANDLING, unit=unit)

    response = post(client, token, complaint, "time", because="等配件到货")

    assert response.status_code == 302
    assert complaint.extensions.get().reason == "等配件到货"


def test_what_was_fetched_back_meanwhile_keeps_the_words(client, unit, token):
    complaint = make_complaint(state=S.HANDLING, unit=unit)
    seen = Complaint.objects.get(pk=complaint.pk)
    handling.suspend(
        complaint,
        by=make_clerk(),
        until=timezone.now() + timedelta(days=9),
        because="等立项",
    )

    response = post(client, token, seen, "done", text="写了半天的结果")

    assert response.status_code == 409
    assert Complaint.objects.get(pk=complaint.pk).state == S.SUSPENDED


def test_a_conflict_gives_the_words_back(client, unit, token):
    complaint = make_complaint(state=S.HANDLING, unit=unit)
    seen = Complaint.objects.get(pk=complaint.pk)
    handling.ask_extension(complaint, by=make_clerk(), because="等零件")

    response = post(client, token, seen, "done", text="写了半天的结果")

    assert response.status_code == 409
    assert "写了半天的结果" in response.text
    complaint.refresh_from_db()
    assert f'value="{complaint.version}"' in response.text


@pytest.mark.parametrize("verb", ["accept", "return", "time", "done"])
def test_c10_another_units_case_is_not_there(client, unit, token, verb):
    foreign = make_complaint(state=S.DISPATCHED)

    assert client.get(f"/u/{token}/{foreign.number}/").status_code == 404
    response = post(client, token, foreign, verb, because="x", text="x")

    assert response.status_code == 404
    assert Complaint.objects.get(pk=foreign.pk).version == foreign.version


def test_pr_22_a_unit_never_sees_what_is_about_itself(client, unit, token):
    complaint = make_complaint(state=S.DISPATCHED, unit=unit)
    Complaint.objects.filter(pk=complaint.pk).update(accused_unit=unit)

    assert complaint.number not in client.get(f"/u/{token}/").text
    assert client.get(f"/u/{token}/{complaint.number}/").status_code == 404


def test_a_co_unit_sees_the_sheet_and_leaves_the_rest_to_the_main_unit(
    client, unit, token
):
    complaint = make_complaint(state=S.FILED)
    dispatching.dispatch(complaint, by=make_clerk(), unit=make_unit(), co_units=[unit])

    page = client.get(f"/u/{token}/{complaint.number}/").text
    response = post(client, token, complaint, "accept")

    assert "协办" in page
    assert "退单" not in page
    assert response.status_code == 302
    assert complaint.assignments.get(unit=unit).accepted_at


def test_what_failed_the_check_comes_back_with_the_reason(client, unit, token):
    complaint = make_complaint(state=S.HANDLING, unit=unit)
    complaint.checks.create(
        is_passed=False, text="墙角还有一堆。", by=make_clerk(), at=timezone.now()
    )

    assert "墙角还有一堆。" in client.get(f"/u/{token}/{complaint.number}/").text


@pytest.mark.parametrize(
    "tail", ["x/", "LX2026-000001/", "LX2026-000001/delete/", "a b/"]
)
def test_a_bent_address_is_not_found(client, unit, token, tail):
    assert client.get(f"/u/{token}/{tail}").status_code in {404, 405}


def test_get_changes_nothing(client, unit, token):
    complaint = make_complaint(state=S.DISPATCHED, unit=unit)

    response = client.get(f"/u/{token}/{complaint.number}/accept/")

    assert response.status_code == 405
    assert assignment_of(complaint).accepted_at is None


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_no_more_for_more_cases(
    client, unit, token, count, django_assert_max_num_queries
):
    category = make_complaint(state=S.DISPATCHED, unit=unit).category
    for _each in range(count):
        make_complaint(state=S.DISPATCHED, unit=unit, category=category)
    client.get(f"/u/{token}/")

    with django_assert_max_num_queries(12):
        client.get(f"/u/{token}/")
