"""The WSGI entry point of every server process."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if sys.platform == "linux":
    # A worker whose master was killed would live on and keep the port. SIGKILL,
    # because until it serves it still has its master's way with SIGTERM: none.
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # It may have been killed before we asked: then no signal will come.
    master = multiprocessing.parent_process()
    if master is not None and os.getppid() != master.pid:
        sys.exit("The server that this worker belongs to is gone.")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# After Django: it loads the apps, which bring the words.
from portal.catalogues import flatten  # noqa: E402

flatten(settings.LANGUAGE_CODE)
import_module(settings.ROOT_URLCONF)  # all views now, not while the first reader waits

# What was loaded stays as long as the process: the collector need not look at it again.
gc.collect()
gc.freeze()
# A page makes and drops thousands of objects: to look for rings each seven hundred is a
# twentieth of its time.
gc.set_threshold(10_000, 20, 20)
