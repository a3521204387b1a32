"""The door of a hall: one phone a form, so many of one network, silent ones put out."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from quizzes.live.services.running import ask_next
from quizzes.live.workflow import RoundState
from tests.quizzes.live.make import answer, make_host, make_player, make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_R = RoundState
KEY = re.compile(r'name="form_key" value="([^"]+)"')


def place(live_round):
    return f"/live/{live_round.pin}/"


def keys(client, live_round):
    return {"form_key": KEY.findall(client.get(place(live_round)).text)[0]}


def press_remove(client, live_round):
    live_round.refresh_from_db()
    address = reverse("live_desk:act", args=[live_round.pk, "remove"])
    return client.post(address, {"version": live_round.version}, follow=True)


def test_qz_05_the_same_form_sent_again_is_the_same_phone(client, settings):
    live_round, other = make_round(), make_round()
    form = keys(client, live_round)

    first = client.post(place(live_round), form)
    again = client.post(place(live_round), form)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "new"
    since = client.post(place(live_round), form)
    elsewhere = client.post(place(other), form)

    assert first.status_code == 302
    assert first.url == again.url == since.url
    assert live_round.players.count() == other.players.count() == 1
    assert client.get(elsewhere.url).status_code == 200
    assert keys(client, live_round) != form


def test_a_key_too_short_to_be_ours_opens_nobody_s_page(client):
    live_round = make_round()

    entered = [client.post(place(live_round), {"form_key": "x"}) for _each in range(2)]

    assert entered[0].url != entered[1].url


def test_one_network_lets_in_a_hall_and_no_more(client, settings):
    assert settings.THROTTLES["live_join"][0] >= 300
    settings.THROTTLES = {**settings.THROTTLES, "live_join": (2, 900, 300)}
    live_round, other = make_round(), make_round()

    entered = [client.post(place(live_round)) for _phone in range(3)]

    assert [each.status_code for each in entered] == [302, 302, 429]
    assert "进场的手机太多" in entered[2].text
    assert live_round.players.count() == 2
    assert client.post(place(other)).status_code == 302
    neighbour = client.post(place(live_round), REMOTE_ADDR="203.0.113.9")
    assert neighbour.status_code == 302


def test_the_host_puts_out_the_phones_that_never_answered(client):
    live_round = make_round(state=_R.ASKING)
    speaks, silent = make_player(live_round), make_player(live_round)
    live_round.players.update(joined_at=live_round.opened_at)
    answer(speaks)
    live_round.refresh_from_db()
    client.force_login(make_host())
    early = press_remove(client, live_round)
    client.post(
        reverse("live_desk:act", args=[live_round.pk, "show"]),
        {"version": live_round.version},
    )
    newcomer = make_player(live_round)
    own = f"{place(live_round)}p/{silent.token}/"  # type: ignore[attr-defined]

    done = press_remove(client, live_round)
    twice = press_remove(client, live_round)

    assert "公布答案以后" in early.text
    assert "移出没答过题的手机" in done.text
    assert set(live_round.players.all()) == {speaks, newcomer}
    assert client.get(own).status_code == 404
    assert "进场的手机都答过题" in twice.text
    event = Event.objects.of(live_round).latest("pk")
    assert (event.verb, event.because) == ("remove_silent", "移出1部没有答过题的手机")


def test_a_hall_that_a_script_filled_has_room_again(client, settings):
    settings.LIVE = {**settings.LIVE, "MOST_PLAYERS": 3}
    live_round = make_round(state=_R.LOBBY)
    real, *_script = [make_player(live_round) for _each in range(3)]
    ask_next(live_round, by=make_host())
    live_round.players.update(joined_at=timezone.now() - timedelta(hours=1))
    answer(real)
    client.force_login(make_host())
    live_round.refresh_from_db()
    client.post(
        reverse("live_desk:act", args=[live_round.pk, "show"]),
        {"version": live_round.version},
    )
    assert client.post(place(live_round)).status_code == 422

    press_remove(client, live_round)

    assert client.post(place(live_round)).status_code == 302
