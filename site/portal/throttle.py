"""How often something may be tried, counted in the database for all processes.

The row is counted up before the attempt, so that attempts made at one and the
same time cannot all slip through; what went well is given back. No address and
no name is stored, only a keyed hash, and that for minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


class Attempts(models.Model):
    """How often one key tried one action, until the count is forgotten."""

    action = models.CharField(max_length=40)
    key_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "portal"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "key_hash"], name="one_count_per_action_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.count}"


@dataclass(frozen=True)
class Verdict:
    is_allowed: bool
    wait: timedelta = timedelta(0)
    count: int = 0  # with this attempt, in the window that is running

    @property
    def wait_minutes(self) -> int:
        return max(1, -(-int(self.wait.total_seconds()) // 60))


def spend(action: str, key: str, *, now: datetime | None = None) -> Verdict:
    """Count one attempt at `action` and tell whether it may be made.

    `settings.THROTTLES` names how many are allowed in how many seconds, and how
    many seconds of pause the first one too many brings.
    """
    return spend_each((action, key), now=now)


def spend_each(*attempts: tuple[str, str], now: datetime | None = None) -> Verdict:
    """Count one attempt at several actions, all in one statement.

    Who is refused by one of them uses up nothing of those behind it: a flood from
    one network does not close the door to everybody. Returns the first refusal.
    """
    now = now or timezone.now()
    written = connection.ops.adapt_datetimefield_value
    given: dict[str, Any] = {"now": written(now)}
    rows, limits, pauses, is_spent = [], [], [], ["1 = 0"]
    for n, (action, key) in enumerate(attempts):
        limit, seconds, pause = settings.THROTTLES[action]
        given |= {
            f"action{n}": action,
            f"key{n}": _hash(action, key),
            f"limit{n}": limit,
            f"window{n}": written(now + timedelta(seconds=seconds)),
            f"pause{n}": written(now + timedelta(seconds=pause)),
        }
        rows.append(
            f"SELECT %(action{n})s, %(key{n})s, 1, %(window{n})s"
            f" WHERE NOT ({' OR '.join(is_spent)})"
        )
        is_spent.append(_IS_SPENT.format(n=n))
        limits.append(f"WHEN %(action{n})s THEN %(limit{n})s")
        pauses.append(f"WHEN %(action{n})s THEN %(pause{n})s")
    counted = Attempts.objects.raw(
        _SPEND.format(
            rows=" UNION ALL ".join(rows),
            limit=f"CASE excluded.action {' '.join(limits)} END",
            pause=f"CASE excluded.action {' '.join(pauses)} END",
        ),
        given,
    )
    found = {each.action: each for each in counted}
    for action, _key in attempts:
        each = found[action]
        if each.count > settings.THROTTLES[action][0]:
            return Verdict(False, each.ends_at - now, each.count)
    return Verdict(True, count=each.count)


_SPEND = """
    INSERT INTO portal_attempts (action, key_hash, count, ends_at) {rows}
    ON CONFLICT (action, key_hash) DO UPDATE SET
        count = CASE
            WHEN portal_attempts.ends_at <= %(now)s THEN 1
            WHEN portal_attempts.count > {limit} THEN portal_attempts.count
            ELSE portal_attempts.count + 1
        END,
        ends_at = CASE
            WHEN portal_attempts.ends_at <= %(now)s THEN excluded.ends_at
            WHEN portal_attempts.count = {limit} THEN {pause}
            ELSE portal_attempts.ends_at
        END
    RETURNING id, action, count, ends_at
"""
_IS_SPENT = """
    EXISTS (
        SELECT 1 FROM portal_attempts
        WHERE action = %(action{n})s AND key_hash = %(key{n})s
            AND ends_at > %(now)s AND count >= %(limit{n})s
    )
"""


def count_of(action: str, key: str) -> int:
    """Return how many attempts were counted in the window that is running."""
    found = Attempts.objects.filter(
        action=action, key_hash=_hash(action, key), ends_at__gt=timezone.now()
    )
    return found.values_list("count", flat=True).first() or 0


def give_back(action: str, key: str) -> None:
    """Uncount an attempt that went well."""
    Attempts.objects.filter(
        action=action, key_hash=_hash(action, key), count__gt=0
    ).update(count=F("count") - 1)


def forget(action: str, key: str) -> None:
    """Start over: who proved to be the right one owes nothing."""
    Attempts.objects.filter(action=action, key_hash=_hash(action, key)).delete()


def forget_expired() -> None:
    Attempts.objects.filter(ends_at__lt=timezone.now()).delete()


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks, seen through our own proxies alone.

    Each proxy appends the address that it saw to X-Forwarded-For, so what stands
    further left than our own proxies are many was written by the client.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        seen = [*(entry.strip() for entry in forwarded), *seen][-trusted - 1 :]
    for entry in seen:
        try:
            return str(ip_address(entry))
        except ValueError:
            continue
    return ""


def network_of(request: HttpRequest) -> str:
    """Return the address, or of IPv6 the /64 that one household has to itself."""
    written = client_address(request)
    if not written:
        return ""
    address = ip_address(written)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return address.exploded[:19]
    return written


def _hash(action: str, key: str) -> str:
    return salted_hmac(f"throttle {action}", key, algorithm="sha256").hexdigest()
