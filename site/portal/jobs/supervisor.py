"""Keeps a few child processes alive, and takes them along when it goes."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
# Who ran this long before dying did not die of its start.
STEADY_AFTER = 60.0


def tie_to_parent() -> Callable[[], None] | None:
    """Return what a child runs first, so that it never outlives its parent.

    SIGKILL, because a worker that finishes its task in peace would run it
    beside the next worker, which has already taken the task up again. Only
    Linux offers this; elsewhere a killed parent leaves its children.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def die_with_parent() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return die_with_parent


@dataclass
class Child:
    name: str
    command: Sequence[str]
    before_start: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = field(default=0.5)

    def start(self) -> None:
        if self.before_start:
            self.before_start()
        self.started_at = time.monotonic()
        # A session of its own: Ctrl-C in the terminal reaches the parent alone,
        # which then asks each child once. A worker that hears it twice would
        # drop its task as failed.
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command, preexec_fn=tie_to_parent(), start_new_session=True
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self, now: float) -> float:
        """Set when to start again; the pause grows while it keeps dying early."""
        steady = now - self.started_at > STEADY_AFTER
        self.pause = 0.5 if steady else min(self.pause * 2, LONGEST_PAUSE)
        self.start_at = now + self.pause
        self.process = None
        return self.pause

    def signal_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Run children until SIGINT or SIGTERM; start again what dies, ever more slowly."""

    def __init__(
        self, children: Sequence[Child], *, say: Callable[[str, int, float], None]
    ) -> None:
        self.children = children
        self.say = say
        self.is_stopping = False

    def ask_to_stop(self, number: int, frame: object) -> None:
        self.is_stopping = True

    def run(self, *, when_started: Callable[[], bool], patience: float = 5.0) -> None:
        """Start the first child, the others once `when_started` says it answers."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            first, *others = self.children
            first.start()
            is_up = False
            while not self.is_stopping:
                self.restart_the_dead()
                if not is_up and (is_up := when_started()):
                    for child in others:
                        child.start()
                time.sleep(0.1)
        finally:
            self.stop(patience)

    def restart_the_dead(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.has_died():
                code = child.process.returncode if child.process else 0
                # What it started itself must not go on without it.
                child.signal_group(signal.SIGKILL)
                self.say(child.name, code, child.plan_restart(now))
            elif child.process is None and 0 < child.start_at <= now:
                child.start()

    def stop(self, patience: float) -> None:
        running = [child for child in self.children if child.process]
        for child in running:
            if child.process:
                child.process.terminate()
        deadline = time.monotonic() + patience
        for child in running:
            if child.process:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, deadline - time.monotonic()))
            # Whoever has not gone, and whatever it left behind, e.g. an ffmpeg.
            # The task is taken up again at the next start.
            child.signal_group(signal.SIGKILL)
        for child in running:
            if child.process:
                child.process.wait()
