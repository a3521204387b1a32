"""A certificate is issued when its holder asks, and ends with the paper it stands on."""

import secrets
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.certificates.models import Certificate
from quizzes.certificates.services.checking import typed_number
from quizzes.contests.models import Attempt, Contest
from quizzes.contests.workflow import COUNTED, ContestState

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no sign that looks like another
CODE_LENGTH = 8  # 40 bits: nobody tries them all
DIGITS = 6


class NotEarned(Refused):
    """Raised when there is nothing to certify."""


def missing_for(attempt: Attempt) -> str:
    """Return in one sentence why this paper earns no certificate; empty if it does."""
    contest, percent = attempt.stage.contest, attempt.stage.contest.certificate_from
    if percent is None or contest.state == ContestState.CANCELLED:
        return _("这次竞赛不发证书。")
    if not attempt.stage.is_official:
        return _("练习不发证书，正式赛才发。")
    if attempt.participant.withdrawn_at is not None:
        return _("您已经退出这次竞赛。")
    if attempt.state not in COUNTED:
        return _("这份答卷没有交卷，或者不计成绩。")
    if not is_enough(attempt.score, attempt.most, percent):
        return _("百分制%s分以上发证书，这份答卷还差一点。") % percent
    return ""


def is_enough(score: Decimal, most: Decimal, percent: int) -> bool:
    return most > 0 and score * 100 >= most * percent


@transaction.atomic
def issue_certificate(attempt: Attempt) -> Certificate:
    """Issue the certificate of a paper, or return the one it has.

    The contest's row is held while a number is taken, so that numbers follow each other
    without a gap. That lock stops nobody from answering or joining.
    """
    if found := Certificate.objects.filter(attempt=attempt).first():
        return found
    contest = Contest.objects.select_for_update(no_key=True).get(
        pk=attempt.stage.contest_id
    )
    if found := Certificate.objects.filter(attempt=attempt).first():
        return found
    attempt = Attempt.objects.select_related("participant", "stage__contest").get(
        pk=attempt.pk
    )
    if said := missing_for(attempt):
        raise NotEarned(said)
    position = _last_position(contest) + 1
    certificate = Certificate.objects.create(
        contest=contest,
        position=position,
        number=typed_number(f"{contest.number_prefix}-{position:0{DIGITS}}"),
        code="".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH)),
        attempt=attempt,
        score=attempt.score,
        most=attempt.most,
        issued_at=timezone.now(),
    )
    record(certificate, "issue", by=None)
    return certificate


def _last_position(contest: Contest) -> int:
    last = Certificate.objects.filter(contest=contest).order_by("-position").first()
    return last.position if last else 0


@transaction.atomic
def revoke_for(
    attempt: Attempt, *, by: User | None, because: str
) -> Certificate | None:
    """Revoke the certificate of a paper, if it has one that is not revoked."""
    because = required(because, _("撤销的原因"), 300)
    certificate = _held(attempt)
    if certificate is None or certificate.revoked_at is not None:
        return certificate
    certificate.revoked_at = timezone.now()
    certificate.revoked_because = because
    certificate.revoked_by = by
    certificate.save(update_fields=["revoked_at", "revoked_because", "revoked_by"])
    record(certificate, "revoke", by=by, because=because)
    return certificate


@transaction.atomic
def reinstate_for(
    attempt: Attempt, *, by: User | None, because: str
) -> Certificate | None:
    """Let a revoked certificate count again: an appeal was upheld."""
    because = required(because, _("恢复的原因"), 300)
    certificate = _held(attempt)
    if certificate is None or certificate.revoked_at is None:
        return certificate
    certificate.revoked_at = certificate.revoked_by = None
    certificate.revoked_because = ""
    certificate.save(update_fields=["revoked_at", "revoked_because", "revoked_by"])
    record(certificate, "reinstate", by=by, because=because)
    return certificate


def _held(attempt: Attempt) -> Certificate | None:
    return Certificate.objects.select_for_update().filter(attempt=attempt).first()
