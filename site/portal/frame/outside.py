"""Links that lead out of the site, and the prompt before leaving it (GW-60).

A link in a page is rewritten to `/go/?u=…&s=…`. The signature says that an editor
put the address into a page: the prompt shows nothing else, so nobody can borrow
the site's name for an address of their own (an open redirect).
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from portal.frame.models import GovernmentSite

LONGEST = 2000
# Browsers drop or turn round some of these: `https:\\host`, `http://a\n@b`.
UNWANTED = re.compile(
    r"[\x00-\x20\x7f-\xa0\\<>\"'`\u200b-\u200f\u2028-\u202f\u2066-\u2069]"
)
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")

_signer = Signer(salt="portal.frame.outside")
# Rich text is rendered without a request. Whoever finds the site of a request
# leaves its hosts here; unset, every outside link goes through the prompt.
_trusted_hosts: ContextVar[frozenset[str]] = ContextVar(
    "trusted_hosts", default=frozenset()
)


@dataclass(frozen=True)
class Destination:
    """An address that a reader may be sent to."""

    address: str
    host: str  # in ASCII: `xn--…` shows what a look-alike letter would hide

    @property
    def host_in_words(self) -> str:
        """The host as it is written in its own script, where that differs."""
        words = self.host.encode().decode("idna")
        return "" if words == self.host else words


def trust(government: GovernmentSite) -> None:
    """Remember the hosts that need no prompt, for as long as the request lasts."""
    own = {government.domain}
    if government.site_id:
        own.add(government.site.hostname)
    listed = government.trusted_hosts.split()
    _trusted_hosts.set(frozenset(host.lower() for host in {*own, *listed}))


def is_trusted(host: str) -> bool:
    host = host.lower()
    return host.endswith(".gov.cn") or host in _trusted_hosts.get()


def destination(address: str) -> Destination | None:
    """Take an address apart; nothing comes of one that could mislead."""
    if len(address) > LONGEST or UNWANTED.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode().lower()
        _readable = host.encode().decode("idna"), parts.port
    except ValueError:  # no such host or port; UnicodeError is one
        return None
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host):
        return None
    if "@" in parts.netloc:  # `https://www.gov.cn@evil.example/`
        return None
    return Destination(address=address, host=host)


def way_out(address: str) -> str:
    """Return what a link to `address` should point at.

    Wrong: `href="{{ url }}"`. Right: `href="{{ url|outside }}"`.
    """
    address = address.strip()
    if _stays(address):
        return address
    target = destination(address)
    if target is None:
        return reverse("frame:leave")  # which says that the address is unusable
    if is_trusted(target.host):
        return address
    return prompt_address(address)


def _stays(address: str) -> bool:
    """Tell whether an address is one of this site's own, a mail box or a telephone."""
    if UNWANTED.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"mailto", "tel"} or not (parts.scheme or parts.netloc)


def prompt_address(address: str) -> str:
    query = urlencode({"u": address, "s": _signer.signature(address)})
    return f"{reverse('frame:leave')}?{query}"


def permitted(address: str, signature: str) -> Destination | None:
    """Return where the prompt may lead: a signed address, or one of a trusted host."""
    target = destination(address)
    if target is None:
        return None
    if is_trusted(target.host):
        return target
    try:
        _signer.unsign(f"{address}{_signer.sep}{signature}")
    except BadSignature:
        return None
    return target
