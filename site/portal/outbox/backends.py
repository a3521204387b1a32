"""The ways by which a short message can leave the house.

`settings.OUTBOX` names one for each channel, with its options. A way that could
not deliver raises `NotDelivered` with a reason that names neither the address nor
the text: it ends in a log.
"""

import json
import sys
import urllib.request
from email.utils import parseaddr
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string


class NotDelivered(Exception):
    """Raised when a message did not go out; it may go out later."""


class Backend(Protocol):
    def send(self, to: str, subject: str, text: str) -> None: ...


class Console:
    """Shows messages to whoever started the server."""

    def send(self, to: str, subject: str, text: str) -> None:
        sys.stdout.write(f"→ {to}\n{subject}\n{text}\n")


class File:
    """Appends messages to a file that only the site's own account may read."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def send(self, to: str, subject: str, text: str) -> None:
        row = {
            "at": timezone.now().isoformat(),
            "to": to,
            "subject": subject,
            "text": text,
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            raise NotDelivered(type(error).__name__) from None


class DjangoEmail:
    """Sends by whatever `EMAIL_BACKEND` is."""

    def send(self, to: str, subject: str, text: str) -> None:
        try:
            sent = EmailMessage(subject, text, to=[parseaddr(to)[1]]).send()
        except (OSError, ValueError) as error:  # SMTP's own errors are OSErrors
            raise NotDelivered(type(error).__name__) from None
        if not sent:
            raise NotDelivered("refused")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow none: the key of the gateway would travel with it."""


class SmsGateway:
    """Posts JSON to the gateway of the county's own SMS contract.

    It answers 2xx, and where `accepted` is given, with those members in its JSON,
    e.g. {"code": 0}.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        sign: str = "",
        timeout: float = 8,
        accepted: dict[str, Any] | None = None,
    ) -> None:
        if urlsplit(url).scheme not in {"https", "http"}:
            raise ImproperlyConfigured("The SMS gateway is reached by http or https.")
        self.url, self.key, self.sign = url, key, sign
        self.timeout, self.accepted = timeout, accepted or {}

    def send(self, to: str, subject: str, text: str) -> None:
        body = {
            "mobile": to,
            "content": f"【{self.sign}】{text}" if self.sign else text,
        }
        request = urllib.request.Request(  # noqa: S310 -- the scheme was looked at
            self.url,
            json.dumps(body, ensure_ascii=False).encode(),
            {
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {self.key}",
            },
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                said = answer.read(65_536)
        except HTTPError as error:
            raise NotDelivered(f"HTTP {error.code}") from None
        except (OSError, HTTPException) as error:
            raise NotDelivered(type(error).__name__) from None
        if self.accepted and not self._is_accepted(said):
            raise NotDelivered("the gateway refused it")

    def _is_accepted(self, said: bytes) -> bool:
        try:
            answer = json.loads(said)
        except ValueError:
            return False
        return isinstance(answer, dict) and self.accepted.items() <= answer.items()


def backend_of(channel: str) -> Backend:
    """Return the way that `settings.OUTBOX` gives for `sms` or `email`."""
    chosen = settings.OUTBOX[channel]
    return _make(chosen["BACKEND"], json.dumps(chosen.get("OPTIONS", {}), default=str))


@cache
def _make(path: str, options: str) -> Backend:
    backend: Backend = import_string(path)(**json.loads(options))
    return backend
