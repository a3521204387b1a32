"""Production as it is configured: by the environment alone."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

MANAGE = str(settings.BASE_DIR / "site" / "manage.py")
GIVEN = {
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.org, .example.org",
}


def manage(*arguments, var_dir, **environment):
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, MANAGE, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "VAR_DIR": str(var_dir),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a4_the_deploy_check_finds_nothing(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", var_dir=tmp_path, **GIVEN
    )

    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", " "),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_a4_production_does_not_start_without_what_it_needs(tmp_path, name, value):
    given = {key: item for key, item in GIVEN.items() if key != name}
    if value is not None:
        given[name] = value

    done = manage("check", var_dir=tmp_path, **given)

    assert done.returncode != 0
    assert (
        f"ImproperlyConfigured: {'Set ' if value != '*' else ''}{name}" in done.stderr
    )


SHOW = """
from django.conf import settings as s
print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)
print(s.CMS_PATH, s.CSRF_TRUSTED_ORIGINS, s.TRUSTED_PROXY_COUNT)
print(s.DATABASES["default"]["ENGINE"], s.CACHES["default"]["BACKEND"])
print(s.WAGTAIL_PASSWORD_RESET_ENABLED, getattr(s, "SECURE_PROXY_SSL_HEADER", None))
"""


def test_production_is_configured_by_the_environment(tmp_path):
    done = manage(
        "shell",
        "--no-imports",
        "-c",
        SHOW,
        var_dir=tmp_path,
        **GIVEN,
        CMS_PATH="/backstage",
        DATABASE_URL="postgres://site@db.internal/county",
        REDIS_URL="redis://cache.internal/0",
        TRUSTED_PROXY_COUNT="0",
        EMAIL_HOST="mail.internal",
        DEFAULT_FROM_EMAIL="site@example.org",
    )

    assert done.stdout.splitlines() == [
        "False True True 31536000",
        "backstage/ ['https://www.example.org', 'https://*.example.org'] 0",
        "portal.postgresql django.core.cache.backends.redis.RedisCache",
        "True None",
    ], done.stderr


def test_a4_a_new_machine_gets_a_key_of_its_own(tmp_path):
    keys = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        for _again in range(2):
            done = manage(
                "shell",
                "--no-imports",
                "-c",
                "from django.conf import settings; print(settings.SECRET_KEY)",
                var_dir=folder,
                DJANGO_SETTINGS_MODULE="portal.settings.dev",
            )
            keys.add(done.stdout)
        assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600

    assert len(keys) == 2
    assert all(len(key) >= 50 for key in keys)
