"""What is written down while the site runs, and where."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.log_lines.Formatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would show a line twice, or mail it to nobody.
        "django": {"handlers": [], "propagate": True},
        "portal.security": {"level": "INFO"},
        # Where somebody turns them on (GRANIAN_LOG_ACCESS_ENABLED, runserver).
        **{
            name: {"handlers": ["console"], "level": "INFO", "propagate": False}
            for name in ("granian.access", "django.server")
        },
    },
}
