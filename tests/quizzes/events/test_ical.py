"""Calendar files, read by a parser that knows nothing of what wrote them."""

from datetime import UTC, datetime, timedelta

import hypothesis
import hypothesis.strategies as st
import pytest

from quizzes.events.ical import _folded, _text, calendar_of
from quizzes.events.workflow import ActivityState
from tests.quizzes.events.make import make_activity

ROOT = "https://linxi.example"


def unfolded(content):
    """Return the content lines of RFC 5545, as name, parameters, value."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    whole = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    for line in whole:
        head, _colon, value = line.partition(":")
        name, *parameters = head.split(";")
        yield name, dict(each.split("=") for each in parameters), value


def unescaped(value):
    out, signs = [], iter(value)
    for sign in signs:
        if sign == "\\":
            sign = next(signs)
            out.append({"n": "\n", "N": "\n"}.get(sign, sign))
        else:
            assert sign not in ";,"
            out.append(sign)
    return "".join(out)


def events_in(content):
    found: list[dict[str, tuple[dict[str, str], str]]] = []
    stack: list[str] = []
    for name, parameters, value in unfolded(content):
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert stack.pop() == value
        elif stack == ["VCALENDAR", "VEVENT"]:
            assert name not in found[-1]
            found[-1][name] = (parameters, value)
    assert not stack
    return found


@pytest.mark.django_db
def test_a_calendar_says_when_and_where_in_the_county_s_time():
    activity = make_activity(
        title="清滩；带手套, 带水\\杯",
        summary="第一行\n第二行" + "很长" * 50,
        starts_at=datetime(2027, 1, 9, 1, 0, tzinfo=UTC),
    )

    content = calendar_of([activity], name="临溪双创活动", root=ROOT)
    (event,) = events_in(content)

    assert event["DTSTART"] == ({"TZID": "Asia/Shanghai"}, "20270109T090000")
    assert event["DTEND"] == ({"TZID": "Asia/Shanghai"}, "20270109T110000")
    assert unescaped(event["SUMMARY"][1]) == activity.title
    assert unescaped(event["DESCRIPTION"][1]) == activity.summary
    assert event["URL"][1] == ROOT + activity.get_absolute_url()
    assert event["STATUS"][1] == "CONFIRMED"
    assert b"TZID:Asia/Shanghai\r\n" in content


@pytest.mark.django_db
def test_a_cancelled_one_is_struck_out_in_every_calendar():
    activity = make_activity(state=ActivityState.CANCELLED)

    (event,) = events_in(calendar_of([activity], name="活动", root=ROOT))

    assert event["STATUS"][1] == "CANCELLED"


@pytest.mark.django_db
@pytest.mark.usefixtures("home_page")
def test_one_and_all_that_comes_are_given_out(client):
    activity = make_activity()
    past = make_activity(
        starts_at=activity.starts_at - timedelta(days=60),
    )
    make_activity(state=ActivityState.DRAFT)

    one = client.get(f"/activities/{past.slug}/activity.ics")
    coming = client.get("/activities/feed.ics")

    assert one["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(events_in(one.content)) == 1
    (event,) = events_in(coming.content)
    assert unescaped(event["SUMMARY"][1]) == activity.title


@hypothesis.given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
)
def test_any_text_comes_back_as_it_was(written):
    ((name, _parameters, value),) = unfolded(_folded(f"SUMMARY:{_text(written)}"))

    assert name == "SUMMARY"
    assert unescaped(value) == written
