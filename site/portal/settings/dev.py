"""One machine, one command: everything under var/, nothing to configure."""

import os
from contextlib import suppress

from django.core.management.utils import get_random_secret_key

from portal.settings import databases
from portal.settings.base import *

DEBUG = os.environ.get("DEBUG") == "1"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
_key_file = VAR_DIR / "secret-key"
if not _key_file.exists():
    # Written aside and linked into place: two processes agree on the first key.
    _draft = VAR_DIR / f"secret-key.{os.getpid()}"
    _draft.touch(mode=0o600)
    _draft.write_text(get_random_secret_key())
    with suppress(FileExistsError):
        os.link(_draft, _key_file)
    _draft.unlink()
SECRET_KEY = _key_file.read_text()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if (_host := os.environ.get("HOST") or "127.0.0.1") not in ALLOWED_HOSTS:
    # An address to listen on says nothing about the name people type.
    ALLOWED_HOSTS = ["*"] if _host in {"0.0.0.0", "::"} else [*ALLOWED_HOSTS, _host]  # noqa: S104
if url := os.environ.get("DATABASE_URL"):
    DATABASES["default"] = databases.at(url)
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
WHITENOISE_USE_FINDERS = True
MAP_WATER = os.environ.get(
    "MAP_WATER", str(BASE_DIR / "site" / "demo" / "water.geojson")
)
