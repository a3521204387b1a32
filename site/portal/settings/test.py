"""What the test suite runs on: SQLite, or the database that DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

from portal.settings import databases
from portal.settings.base import *

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_folder = tempfile.TemporaryDirectory(prefix="portal-test-")  # gone with the process
VAR_DIR = Path(_folder.name)
if url := os.environ.get("DATABASE_URL"):
    DATABASES["default"] = databases.at(url) | {"CONN_MAX_AGE": 0}
else:
    # A file, because the browser tests read it from another thread. Nothing in
    # it need survive a power cut.
    DATABASES["default"]["NAME"] = VAR_DIR / "db.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    SQLITE_OPTIONS["init_command"] = "PRAGMA synchronous=OFF"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_MEDIA_ROOT
CACHES["posters"]["LOCATION"] = VAR_DIR / "posters"
for _channel, _out in OUTBOX.items():
    _out["OPTIONS"]["path"] = VAR_DIR / f"{_channel}.jsonl"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
HOME_KEPT_SECONDS = FRAME_KEPT_SECONDS = 0  # a test sees at once what it did
CONTESTS = CONTESTS | {"BOARD_KEPT_SECONDS": 0}
