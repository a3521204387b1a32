"""Production reads the environment alone and refuses to start without a secret."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.settings import databases
from portal.settings.base import *


def _required(name: str) -> str:
    if value := os.environ.get(name, "").strip():
        return value
    raise ImproperlyConfigured(f"Set {name} in the environment.")


SECRET_KEY = _required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS").split(",")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts, not *.")
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS
]
WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
if url := os.environ.get("DATABASE_URL"):
    DATABASES["default"] = databases.at(url)
    if DATABASES["default"]["ENGINE"] == databases.POSTGRESQL:
        # Nobody waits longer than this for an answer (R2).
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
if url := os.environ.get("REDIS_URL"):
    for alias in CACHES:
        CACHES[alias] = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": alias,
        }
STORAGES["staticfiles"]["BACKEND"] = "portal.static_files.HashedStaticFiles"
CMS_PATH = os.environ.get("CMS_PATH", CMS_PATH).strip("/") + "/"
if EMAIL_HOST := os.environ.get("EMAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = EMAIL_PORT != 25
    EMAIL_TIMEOUT = 10
    DEFAULT_FROM_EMAIL = _required("DEFAULT_FROM_EMAIL")
    WAGTAIL_PASSWORD_RESET_ENABLED = True
    OUTBOX["email"] = {"BACKEND": "portal.outbox.backends.DjangoEmail"}
if url := os.environ.get("SMS_GATEWAY_URL"):
    OUTBOX["sms"] = {
        "BACKEND": "portal.outbox.backends.SmsGateway",
        "OPTIONS": {
            "url": url,
            "key": _required("SMS_GATEWAY_KEY"),
            "sign": WAGTAIL_SITE_NAME,
        },
    }
MAP_WATER = os.environ.get("MAP_WATER", "")
if url := os.environ.get("MAP_TILES_URL"):
    MAP_TILES = {
        "URL": url,
        "DATUM": os.environ.get("MAP_TILES_DATUM", "wgs84"),
        "CREDIT": os.environ.get("MAP_TILES_CREDIT", ""),
    }
TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "1"))
if TRUSTED_PROXY_COUNT:  # else anybody could say that he came by https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz)$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
