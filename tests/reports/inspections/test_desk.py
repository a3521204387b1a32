"""The inspectors' pages: on a phone, with a script and without one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.tokens import new_token
from portal.users.roles import Role, sync_roles
from reports.inspections.models import Round, SpotCheck
from reports.inspections.services import close_round
from reports.inspections.workflow import RoundKind
from tests.portal.evidence.make import sent
from tests.portal.make import make_area
from tests.portal.users.make import PASSWORD, make_user
from tests.reports.inspections.make import (
    answers,
    check,
    make_inspector,
    make_point,
    make_round,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _roles(db):
    sync_roles()


def log_in(client, role=Role.INSPECTOR):
    user = make_user(role=role)
    client.login(username=user.username, password=PASSWORD)
    return user


def form_of(round_, point=None, *, failed=(), **fields):
    ticks = answers(round_, point, failed=failed)
    return {
        "key": new_token(),
        "point": point.pk if point else "",
        **{f"tick-{pk}": "yes" if passed else "no" for pk, passed in ticks.items()},
        **fields,
    }


def address(round_, name="check"):
    return reverse(f"inspections_desk:{name}", args=[round_.pk])


def test_an_inspector_checks_a_point_without_a_script(client):
    log_in(client)
    round_, point = make_round(), make_point()

    choose = client.get(reverse("inspections_desk:rounds")).text
    page = client.get(f"{address(round_, 'round')}?area={point.area.code}").text
    saved = client.post(
        address(round_),
        {**form_of(round_, point, failed=["order"]), "photos": sent()},
        follow=True,
    )

    assert round_.title in choose
    assert point.name in page
    assert "包卫生" in page
    assert f"已保存：{point.name}，1项不合格" in saved.text
    assert "今天已查" in saved.text
    shown = SpotCheck.objects.get()
    detail = client.get(reverse("inspections_desk:spot_check", args=[shown.pk]))
    assert detail.text.count("不合格") == 1
    assert shown.evidence_links.get().evidence.redaction_address in detail.text


def test_a_form_that_is_not_whole_comes_back_with_what_was_chosen(client):
    log_in(client)
    round_, point = make_round(), make_point()
    form = form_of(round_, point, failed=["order"], note="门口有<b>油渍")
    dropped = next(name for name in form if name.startswith("tick-"))
    del form[dropped]

    response = client.post(address(round_), form)

    assert response.status_code == 422
    assert "还没有选合格不合格：包卫生" in response.text
    assert "门口有&lt;b&gt;油渍" in response.text
    assert f'value="{form["key"]}"' in response.text
    assert response.text.count(" checked") == 3
    assert not SpotCheck.objects.exists()


@pytest.mark.parametrize(
    "sent_wrong",
    [
        {},
        {"key": "x" * 65},
        {"key": new_token(), "point": "999999999999999999999"},
        {"key": new_token(), "lat": "nan"},
        {"key": new_token(), "tick-١": "yes", "tick-" + "9" * 40: "yes"},
        {"key": new_token(), "area": "0x1", "note": "\x00"},
    ],
)
def test_bad_input_is_a_clear_refusal(client, sent_wrong):
    log_in(client)
    round_ = make_round()

    plain = client.post(address(round_), sent_wrong)
    by_script = client.post(address(round_), sent_wrong, headers=JSON)

    assert plain.status_code == by_script.status_code == 422
    assert by_script.json()["problems"]


def test_a_retry_with_the_same_key_is_answered_with_the_same_check(client):
    log_in(client)
    round_, point = make_round(), make_point()
    form = form_of(round_, point, checked_at=timezone.now().isoformat())

    first = client.post(address(round_), {**form, "photos": sent()}, headers=JSON)
    again = client.post(address(round_), {**form, "photos": sent()}, headers=JSON)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "is_new": False}
    assert SpotCheck.objects.count() == 1


def test_a_free_check_says_where(client):
    log_in(client)
    area, round_ = make_area(), make_round(RoundKind.FREE)
    form = form_of(round_, area=area.pk, place_text="桥头北侧")

    client.post(address(round_), form)

    assert SpotCheck.objects.get().where == "桥头北侧"


def test_strangers_are_turned_away(client):
    round_, point = make_round(), make_point()
    found = check(round_, point)
    log_in(client, Role.WEB_EDITOR)
    detail = reverse("inspections_desk:spot_check", args=[found.pk])

    for name in (reverse("inspections_desk:rounds"), address(round_, "round"), detail):
        assert client.get(name).status_code == 403
    assert client.post(address(round_), form_of(round_, point)).status_code == 403
    assert client.post(address(round_, "close")).status_code == 403
    log_in(client, Role.ADMINISTRATOR)  # looks on, and leaves the checking to others
    assert client.get(detail).status_code == 200
    assert client.post(address(round_), form_of(round_, point)).status_code == 403


def test_c10_an_undercover_round_of_others_does_not_exist(client):
    ours = make_inspector()
    round_ = make_round(RoundKind.COVERT, title="夜间暗访", inspectors=[ours])
    log_in(client)

    assert "夜间暗访" not in client.get(reverse("inspections_desk:rounds")).text
    assert client.get(address(round_, "round")).status_code == 404
    assert client.post(address(round_), {}).status_code == 404


def test_an_administrator_opens_and_ends_a_round(client):
    office = log_in(client, Role.ADMINISTRATOR)
    inspector = make_inspector()
    new = reverse("inspections_desk:new_round")
    said = {"kind": "covert", "title": "十二月暗访", "starts_on": "2026-12-01"}

    unnamed = client.post(new, said)
    client.post(new, {**said, "inspectors": [inspector.pk]})
    found = Round.objects.get()
    client.post(address(found, "close"))
    client.post(address(found, "close"))

    assert unnamed.status_code == 422
    assert "暗访要指定检查人员" in unnamed.text
    assert 'value="十二月暗访"' in unnamed.text
    assert found.opened_by == office
    found.refresh_from_db()
    assert not found.is_open


def test_where_nothing_is_there_the_page_says_what_to_do(client):
    log_in(client)

    assert "由管理员开一轮" in client.get(reverse("inspections_desk:rounds")).text
    round_ = make_round()
    assert "还没有划定片区" in client.get(address(round_, "round")).text
    make_area()
    assert "没有要查的点位" in client.get(address(round_, "round")).text
    close_round(round_, by=make_user())
    assert "已结束" in client.get(address(round_, "round")).text


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    log_in(client)
    area, round_ = make_area(), make_round()
    inspector = make_inspector()
    addresses = [
        reverse("inspections_desk:rounds"),
        f"{address(round_, 'round')}?area={area.code}",
    ]

    def count():
        found = []
        for each in addresses:
            with django_assert_max_num_queries(40) as counted:
                assert client.get(each).status_code == 200
            found.append(len(counted))
        return found

    check(round_, make_point(area=area), by=inspector)
    client.get(addresses[1])
    few = count()
    for _number in range(5):
        make_round()
        check(round_, make_point(area=area), by=inspector)

    assert count() == few
