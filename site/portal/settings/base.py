"""Settings that every environment shares. Nothing here reads a secret."""

import os
from pathlib import Path
from typing import Any

from portal.settings.cms import *
from portal.settings.county import *
from portal.settings.logs import *
from portal.settings.quizzes import *

PACKAGE_DIR = Path(__file__).resolve().parent.parent  # site/portal
BASE_DIR = PACKAGE_DIR.parent.parent  # the repository
# Everything that a running site writes.
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "portal",  # first: its templates and static files win
    "portal.frame",
    "portal.users",
    "portal.images",
    "portal.media",
    "portal.directory",
    "portal.standards",
    "portal.timeline",
    "portal.review",
    "portal.evidence",
    "portal.home",
    "portal.search",
    "portal.demo",
    "portal.jobs",
    "publicity",
    "reports",
    "quizzes",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "js_lib_leaflet",  # static files alone
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "portal.headers.refuse_foreign_charset",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.headers.add_security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.users.sessions.end_idle_sessions",
    "portal.review.refusals.ShowRefusals",
    "portal.frame.preferences.remember_preferences",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.frame.templatetags.frame_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.frame.context_processors.frame",
            ],
        },
    }
]

# WAL is set once by `migrate` (see portal.apps): it persists in the file. FULL
# means that what was acknowledged to a resident survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 6,  # nobody waits longer for an answer (R2)
    "init_command": "PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728",
}
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "db.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Each costs a second of work and is a file that may be lost at any time.
    "posters": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache" / "posters",
        "TIMEOUT": 30 * 86400,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
# Wagtail's own tasks (search index, references) run at once, so that what an
# editor publishes is found immediately; ours wait in the database for the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}
# With several workers, a task that runs longer counts as lost and is run again.
TASK_TIME_LIMIT = 2 * 3600

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "portal.users.backends.StaffBackend",
    # Named in sessions that began before there was the other; never asks again.
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 12}}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_NAME = "session"
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.frame.views.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATETIME_FORMAT = "Y-m-d H:i"
WORKING_HOURS = [("08:00", "12:00"), ("14:00", "18:00")]  # for deadlines in hours

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"  # originals: no address leads here
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "portal.uploads.PrivateFileStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT},
    },
    "staticfiles": {"BACKEND": "portal.static_files.StaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
FREE_SPACE_FLOOR = 500 * 2**20  # below it uploads are refused, so that pages stay up
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but see portal.headers
# How many proxies in front append to X-Forwarded-For; 0 trusts none of it.
TRUSTED_PROXY_COUNT = 0

# How short messages to residents leave the house (portal.outbox).
OUTBOX: dict[str, Any] = {
    channel: {
        "BACKEND": "portal.outbox.backends.File",
        "OPTIONS": {"path": VAR_DIR / "outbox" / f"{channel}.jsonl"},
    }
    for channel in ("sms", "email")
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
