"""What the database itself refuses, whoever comes by SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.timeline.permanent import IsPermanent
from quizzes.draws.models import Draw, Ticket
from quizzes.draws.workflow import DrawState
from tests.quizzes.draws.make import make_draft, make_draw

pytestmark = pytest.mark.django_db
_D = DrawState


def _announce_and_seal(draw, written):
    # As a draft it may all be written, so that the constraints have the word.
    Draw.objects.filter(pk=draw.pk).update(**{**written, "state": _D.COMMITTED})
    Draw.objects.filter(pk=draw.pk).update(state=_D.SEALED)


@pytest.mark.parametrize(
    "late", [{"committed_at": timedelta(1)}, {"sealed_at": timedelta(1)}]
)
def test_inv_13_the_database_itself_knows_the_order_of_times(late):
    draw = make_draft()
    ((name, delay),) = late.items()
    now = timezone.now()
    written = {
        "state": _D.SEALED,
        "committed_at": now,
        "seed_hash": "a" * 64,
        "sealed_at": draw.tickets_until,
        "tickets_hash": "b" * 64,
        "n_tickets": 1,
        name: draw.draws_at + delay,
    }

    with pytest.raises(DatabaseError), transaction.atomic():
        _announce_and_seal(draw, written)


def _set(table, change):
    return f"UPDATE quizzes_{table} SET {change}"  # noqa: S608 -- the tests' own words


@pytest.mark.parametrize(
    ("state", "statement"),
    [
        (_D.COMMITTED, _set("draw", "title = 'x'")),
        (_D.COMMITTED, _set("draw", "least_percent = 0, n_substitutes = 99")),
        (_D.COMMITTED, _set("draw", f"seed_hash = '{'0' * 64}'")),
        (_D.COMMITTED, _set("draw", "seed_salt = 'chosen'")),
        (_D.COMMITTED, _set("draw", "state = 'draft'")),
        (_D.COMMITTED, _set("prize", "count = 9")),
        (_D.COMMITTED, "DELETE FROM quizzes_prize"),
        (_D.COMMITTED, "DELETE FROM quizzes_draw"),
        (_D.SEALED, _set("draw", f"tickets_hash = '{'0' * 64}'")),
        (_D.SEALED, _set("draw", "n_tickets = n_tickets + 1")),
        (_D.SEALED, _set("draw", "state = 'committed'")),
        (_D.SEALED, _set("ticket", "code = 'FAKEFAKE-01'")),
        (_D.SEALED, "DELETE FROM quizzes_ticket"),
        (
            _D.SEALED,
            "INSERT INTO quizzes_ticket (draw_id, position, code) "
            "SELECT id, 99, 'FAKEFAKE-01' FROM quizzes_draw",
        ),
        (_D.DRAWN, _set("draw", f"seed = '{'0' * 64}'")),
        (_D.DRAWN, _set("draw", "chance = 'x'")),
        (_D.DRAWN, _set("draw", "state = 'cancelled', cancelled_because = 'x'")),
        (_D.DRAWN, _set("winner", "rank = rank + 10")),
        (_D.DRAWN, "DELETE FROM quizzes_winner"),
    ],
)
def test_qz_03_the_database_refuses_to_change_what_was_announced(state, statement):
    make_draw(state=state, n_holders=2)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_tickets_are_kept_but_their_holder_can_be_forgotten():
    draw = make_draw(state=_D.SEALED)
    ticket = draw.tickets.all()[0]
    with pytest.raises(IsPermanent):
        ticket.save()
    with pytest.raises(IsPermanent):
        draw.tickets.update(code="x")
    holder = ticket.participant
    assert holder
    holder.attempts.all().delete()

    holder.delete()

    assert Ticket.objects.get(pk=ticket.pk).participant is None
