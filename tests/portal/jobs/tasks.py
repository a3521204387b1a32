"""Tasks for the tests of the worker. A task is found by its module path, so it lives in one."""

from portal.jobs.retry import GiveUp, background

calls: list[str] = []
failures_left = 0


@background(attempts=3)
def note(text: str) -> str:
    global failures_left
    calls.append(text)
    if failures_left:
        failures_left -= 1
        raise ConnectionError("not yet")
    return text


@background(attempts=3)
def note_and_give_up(text: str) -> None:
    calls.append(text)
    raise GiveUp("never")
