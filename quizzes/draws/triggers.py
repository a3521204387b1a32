"""What the database itself refuses: to change what was announced, sealed or drawn."""

from collections.abc import Mapping, Set
from typing import TypeVar

from django.db.models import TextChoices

from quizzes.draws.workflow import DRAW_STEPS, WIN_STEPS

State = TypeVar("State", bound=TextChoices)

# Fixed once the rules are out, once the list is sealed, once it is drawn.
RULES = (
    "contest_id",
    "number",
    "title",
    "stage_id",
    "least_percent",
    "ticket_rule",
    "tickets_until",
    "draws_at",
    "public_source",
    "claim_days",
    "claim_note",
    "n_substitutes",
    "algorithm",
    "seed_salt",
    "seed_hash",
    "committed_at",
)
LIST = ("tickets_hash", "n_tickets", "sealed_at")
RESULT = ("seed", "chance", "drawn_at")
WIN = ("draw_id", "rank", "ticket_id", "prize_id", "substitutes_id")
TICKET = ("draw_id", "position", "code")


def _changed(names: tuple[str, ...], differs: str) -> str:
    return "(" + " OR ".join(f"NEW.{each} {differs} OLD.{each}" for each in names) + ")"


def _jumps(steps: Mapping[State, Set[State]]) -> str:
    allowed = [f"'{old.value}>{new.value}'" for old in steps for new in steps[old]]
    return (
        "(NEW.state <> OLD.state AND OLD.state || '>' || NEW.state "
        f"NOT IN ({', '.join(sorted(allowed))}))"
    )


def _state(row: str) -> str:
    return f"(SELECT state FROM quizzes_draw WHERE id = {row}.draw_id)"  # noqa: S608


def rules(differs: str) -> list[tuple[str, str, str]]:
    """Return table, verb, and when it is refused."""
    draw, prize, ticket, winner = (
        f"quizzes_{name}" for name in ("draw", "prize", "ticket", "winner")
    )
    return [
        (
            draw,
            "UPDATE",
            f"{_jumps(DRAW_STEPS)} "
            f"OR OLD.state <> 'draft' AND {_changed(RULES, differs)} "
            f"OR OLD.state NOT IN ('draft', 'committed') AND {_changed(LIST, differs)} "
            f"OR OLD.state IN ('drawn', 'closed') AND {_changed(RESULT, differs)}",
        ),
        (draw, "DELETE", "OLD.state <> 'draft'"),
        (prize, "INSERT", f"{_state('NEW')} <> 'draft'"),
        (prize, "UPDATE", f"{_state('OLD')} <> 'draft' OR {_state('NEW')} <> 'draft'"),
        (prize, "DELETE", f"{_state('OLD')} <> 'draft'"),
        (ticket, "INSERT", f"{_state('NEW')} <> 'committed'"),
        (
            ticket,
            "UPDATE",
            f"{_changed(TICKET, differs)} OR NEW.participant_id IS NOT NULL",
        ),
        (ticket, "DELETE", "1 = 1"),
        (winner, "INSERT", f"{_state('NEW')} <> 'drawn'"),
        (
            winner,
            "UPDATE",
            f"{_jumps(WIN_STEPS)} OR {_changed(WIN, differs)} "
            "OR OLD.state <> 'waiting'",
        ),
        (winner, "DELETE", "1 = 1"),
    ]
