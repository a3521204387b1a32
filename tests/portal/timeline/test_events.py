import pytest
from django.db import DatabaseError, connection, transaction

from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from portal.timeline.services import record
from portal.users.models import User
from tests.portal.make import make_unit


@pytest.fixture
def event(db):
    return record(make_unit(), "close", by=None, from_state="open", to_state="closed")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def test_a_step_is_written_down_with_who_and_why(db):
    unit = make_unit()
    clerk = User.objects.create_user("zhang")

    record(
        unit,
        "rename",
        by=clerk,
        from_state="old",
        to_state="new",
        because="机构改革",
        public_text="单位更名",
    )

    event = Event.objects.of(unit).get()
    assert event.subject == unit
    assert (event.verb, event.from_state, event.to_state) == ("rename", "old", "new")
    assert (event.actor, event.because, event.public_text) == (
        clerk,
        "机构改革",
        "单位更名",
    )


def test_steps_come_in_the_order_they_happened(db):
    unit = make_unit()
    for verb in ("first", "second", "third"):
        record(unit, verb, by=None)
    record(make_unit(), "another", by=None)

    verbs = Event.objects.of(unit).values_list("verb", flat=True)

    assert list(verbs) == ["first", "second", "third"]


def test_what_is_not_saved_has_no_history(db):
    with pytest.raises(ValueError, match="saved"):
        record(User(username="li"), "close", by=None)
    with pytest.raises(ValueError, match="name"):
        record(make_unit(), "", by=None)


def test_an_event_is_not_changed(event):
    event.verb = "open"

    with pytest.raises(IsPermanent):
        event.save()

    assert Event.objects.get().verb == "close"


ATTEMPTS = {
    "delete": lambda event: event.delete(),
    "delete_all": lambda event: Event.objects.all().delete(),
    "update": lambda event: Event.objects.update(verb="open"),
    "filtered_update": lambda event: Event.objects.filter(pk=event.pk).update(verb=""),
    "bulk_update": lambda event: Event.objects.bulk_update([event], ["verb"]),
    "update_or_create": lambda event: Event.objects.update_or_create(
        pk=event.pk, defaults={"verb": "open"}
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_no_way_of_django_changes_or_deletes_an_event(event, attempt):
    with pytest.raises(IsPermanent):
        attempt(event)

    assert Event.objects.get().verb == "close"


def test_an_event_is_not_overwritten_by_inserting_it_again(event):
    event.verb = "open"

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.bulk_create(
            [event],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["verb"],
        )

    assert Event.objects.get().verb == "close"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE timeline_event SET verb = 'open'",
        "UPDATE timeline_event SET at = '2020-01-01'",
        "DELETE FROM timeline_event",
    ],
)
def test_whoever_comes_by_sql_is_refused_by_the_database(event, statement):
    assert refused(statement)
    assert Event.objects.get().verb == "close"


def test_a_unit_with_a_history_may_go_but_its_history_stays(event):
    event.subject.delete()

    assert Event.objects.count() == 1
