import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from portal.jobs.supervisor import Child, Supervisor

pytestmark = pytest.mark.once

SLEEP = "import time; time.sleep(60)"
SLEEP_ON = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


def python(code):
    return [sys.executable, "-c", code]


@pytest.fixture(autouse=True)
def _signals():
    """Leave the test runner's own signals as they were."""
    kept = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended_with(child):
    assert child.process is not None
    return child.process.returncode


def supervise(children, *, until, patience=1.0):
    """Run `children` until a condition holds; return what was said."""
    said = []
    supervisor = Supervisor(children, say=lambda *words: said.append(words))

    def watch():
        deadline = time.monotonic() + 10
        while not until() and time.monotonic() < deadline:
            time.sleep(0.02)
        supervisor.is_stopping = True

    threading.Thread(target=watch).start()
    supervisor.run(when_started=lambda: True, patience=patience)
    return said


def test_a_dead_child_is_started_again_with_growing_pauses():
    child = Child("web", python("raise SystemExit(3)"))

    said = supervise([child], until=lambda: child.pause >= 2)

    assert said[:2] == [("web", 3, 1.0), ("web", 3, 2.0)]


def test_all_children_are_gone_when_it_stops():
    children = [Child("web", python(SLEEP)), Child("work", python(SLEEP))]

    supervise(children, until=lambda: children[1].process is not None)

    assert [ended_with(child) for child in children] == [-signal.SIGTERM] * 2


def test_a_child_that_will_not_go_is_killed():
    child = Child("work", python(SLEEP_ON))
    started = time.monotonic()

    supervise([child], until=lambda: time.monotonic() - started > 0.5, patience=0.3)

    assert ended_with(child) == -signal.SIGKILL
    assert time.monotonic() - started < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child")
def test_r1_children_do_not_outlive_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys\n"
        "from portal.jobs.supervisor import Child, Supervisor\n"
        f"child = Child('web', [sys.executable, '-c', {SLEEP!r}])\n"
        "def started():\n"
        "    print(child.process.pid, flush=True)\n"
        "    return True\n"
        "Supervisor([child], say=print).run(when_started=started)\n"
    )
    parent = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    child_pid = int(parent.stdout.readline())

    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 3
    while is_alive(child_pid) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not is_alive(child_pid)
