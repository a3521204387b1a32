"""How much one network, and everybody together, may send in (C13).

Nothing is lost when it is too much: the page keeps the text and says when to try again.
The key of a network holds for one day and is kept as a hash, deleted soon after.
"""

from django.utils import timezone

from portal.throttle import Verdict, count_of, give_back, spend, spend_each


def may_submit(network: str) -> Verdict:
    """Count one complaint from `network` and tell whether it may be sent.

    Where it may, the count is what came from everybody.
    """
    return spend_each(
        ("complaint_network", _daily(network)), ("complaint_all", "everybody")
    )


def submitted_lately() -> int:
    """Return how many complaints came from everybody in the window that is running."""
    return count_of("complaint_all", "everybody")


def may_send_file(network: str) -> Verdict:
    """Count one photo or film: each costs a second of work."""
    return spend("complaint_file", _daily(network))


def may_act(network: str) -> Verdict:
    """Count one act on a complaint that was opened."""
    return spend("complaint_act", _daily(network))


def may_ask_nearby(network: str) -> Verdict:
    return spend("complaint_nearby", _daily(network))


def may_send_by_key(key_pk: int) -> Verdict:
    """Count one complaint from a program that serves many residents."""
    return spend_each(("open311_key", str(key_pk)), ("complaint_all", "everybody"))


def may_try_code(network: str, number: str) -> Verdict:
    """Count one try to open a complaint: by network, and by the number tried."""
    return spend_each(
        ("code_network", _daily(network)),
        ("code_number", number.strip().upper()[:20]),
    )


def code_was_right(network: str, number: str) -> None:
    """Owe nothing for the right code: a whole village shares one address."""
    give_back("code_network", _daily(network))
    give_back("code_number", number.strip().upper()[:20])


def _daily(network: str) -> str:
    return f"{timezone.localdate()} {network}"
