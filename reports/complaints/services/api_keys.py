"""Keys of the open interface: given out, taken back, recognised."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.services import record
from portal.tokens import hash_token, hashes_of, new_token
from portal.users.models import User
from reports.complaints.models import ApiKey
from reports.complaints.refusals import Refused

PURPOSE = "open311 key"


@transaction.atomic
def issue_key(key: ApiKey, *, by: User) -> str:
    """Save a new key and return what its program sends; it is shown this once."""
    token = new_token()
    key.key_hash = hash_token(PURPOSE, token)
    key.save()
    record(key, "issue_key", by=by, because=key.organisation)
    return token


@transaction.atomic
def revoke_key(key: ApiKey, *, by: User) -> None:
    key.refresh_from_db(from_queryset=ApiKey.objects.select_for_update())
    if key.revoked_at:
        raise Refused(_("这个密钥已经停用。"))
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record(key, "revoke_key", by=by)


def find_key(token: str) -> ApiKey | None:
    """Return the valid key that `token` is, and note the day of its use."""
    if not token or len(token) > 100:
        return None
    key = ApiKey.objects.valid().filter(key_hash__in=hashes_of(PURPOSE, token)).first()
    today = timezone.localdate()
    if key is not None and key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
        key.last_used_on = today
    return key
