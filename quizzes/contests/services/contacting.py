"""A phone, for prizes alone: proved by a code, kept apart, deleted when it is due.

The code itself is stored nowhere: it is made of the row and our key, so that the
background task that sends it gets no more than the participant's id.
"""

import re
from datetime import date, timedelta
from unicodedata import normalize

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.retry import GiveUp, background
from portal.outbox.backends import backend_of
from portal.pii import MOBILE
from portal.refusals import Refused
from portal.throttle import spend_each
from portal.tokens import derived_bytes, hash_token, hashes_of, is_token
from quizzes.contests.models import Participant, ParticipantContact, PhoneCode
from quizzes.contests.services.steps import lock_participant
from quizzes.contests.workflow import StageKind

PHONE_PURPOSE = "participant phone"
CODE_PURPOSE = "participant code"
_digits = re.compile(r"\D+")


def consent_text(participant: Participant) -> str:
    """Return what somebody agrees to, word for word as it is kept."""
    whose = _("监护人的手机号") if participant.guardian_agreed_at else _("手机号")
    return _(
        "%(whose)s只用来核对一人一号、发奖和发领奖通知，不给别人看，不作别的用。竞赛结束%(days)s天后删除；您也可以随时退出，退出时立即删除。答过正式题以后退出的，只留一个还原不出号码的标记，免得一个手机号答两次，也在那一天删除。"
    ) % {"whose": whose, "days": settings.PARTICIPANTS["KEEP_CONTACT_DAYS"]}


def may_give_phone(participant: Participant) -> bool:
    """Tell whether a phone may be asked for: a class gives nothing (QZ-06)."""
    return not participant.is_of_class


def is_phone_proved(participant: Participant) -> bool:
    return ParticipantContact.objects.filter(
        participant=participant, verified_at__isnull=False
    ).exists()


def send_code(
    participant: Participant, phone: str, *, has_consented: bool, network: str
) -> None:
    """Keep a phone that is not proved yet, and send a code to it."""
    number = _read_phone(phone)
    if not may_give_phone(participant):
        raise Refused(_("班级参加的不留手机号，也不领奖。"))
    if not has_consented:
        raise Refused(_("请先看说明，勾选同意。"))
    verdict = spend_each(
        ("contest_code_network", network),
        ("contest_code_link", str(participant.pk)),
        ("contest_code_phone", number),
    )
    if not verdict.is_allowed:
        raise Refused(_("验证码发得太多了，请%s分钟后再试。") % verdict.wait_minutes)
    now = timezone.now()
    with transaction.atomic():
        holder = lock_participant(participant.pk)
        if holder.withdrawn_at is not None:
            raise Refused(_("您已经退出这次竞赛。"))
        if is_phone_proved(holder):
            raise Refused(_("您已经验证过手机号。"))
        ParticipantContact.objects.update_or_create(
            participant=holder,
            defaults={
                "contest": holder.contest,
                "phone": number,
                "phone_hash": hash_token(PHONE_PURPOSE, number),
                "is_guardians": holder.guardian_agreed_at is not None,
                "consented_at": now,
                "consent_text": consent_text(holder),
                "delete_on": _delete_on(holder),
            },
        )
        expires_at = now + timedelta(minutes=settings.PARTICIPANTS["CODE_MINUTES"])
        row = PhoneCode(participant=holder, expires_at=expires_at)
        row.code_hash = hash_token(CODE_PURPOSE, f"{holder.pk} {_codes(row)[0]}")
        PhoneCode.objects.update_or_create(
            participant=holder,
            defaults={
                "code_hash": row.code_hash,
                "expires_at": expires_at,
                "n_tries": 0,
            },
        )
        send_phone_code.enqueue(holder.pk)


@background(attempts=3)
def send_phone_code(participant_pk: int) -> None:
    """Send the code that is waiting; once it is used or too old there is none."""
    row = PhoneCode.objects.filter(
        participant_id=participant_pk, expires_at__gt=timezone.now()
    ).first()
    contact = ParticipantContact.objects.filter(participant_id=participant_pk).first()
    if row is None or contact is None:
        return
    for code in _codes(row):
        if is_token(CODE_PURPOSE, f"{participant_pk} {code}", row.code_hash):
            backend_of("sms").send(
                contact.phone,
                _("验证码"),
                _("竞赛验证码%(code)s，%(minutes)s分钟内有效。不是您本人操作请忽略。")
                % {"code": code, "minutes": settings.PARTICIPANTS["CODE_MINUTES"]},
            )
            return
    raise GiveUp("The key that made the code is gone.")


def prove_phone(participant: Participant, code: str) -> None:
    """Accept the code that was sent. Each try is counted first, also the wrong ones."""
    typed = _digits.sub("", normalize("NFKC", code))[:12]
    counted = PhoneCode.objects.filter(
        participant=participant,
        expires_at__gt=timezone.now(),
        n_tries__lt=settings.PARTICIPANTS["CODE_TRIES"],
    ).update(n_tries=F("n_tries") + 1)
    if not counted:
        raise Refused(_("验证码已经失效，请重新获取。"))
    try:
        _prove(participant, typed)
    except IntegrityError:
        raise Refused(
            _("这个手机号在这次竞赛里已经用过了，每个手机号只能参加一次。")
        ) from None


@transaction.atomic
def _prove(participant: Participant, typed: str) -> None:
    # Another phone may be asked for meanwhile: code and number are read under the lock.
    holder = lock_participant(participant.pk)
    row = PhoneCode.objects.filter(participant=holder).first()
    if row is None:
        raise Refused(_("验证码已经失效，请重新获取。"))
    if not is_token(CODE_PURPOSE, f"{holder.pk} {typed}", row.code_hash):
        raise Refused(_("验证码不对，请看清楚再输。"))
    contact = ParticipantContact.objects.get(participant=holder)
    taken = ParticipantContact.objects.filter(
        Q(verified_at__isnull=False) | Q(phone=""),
        contest_id=holder.contest_id,
        phone_hash__in=hashes_of(PHONE_PURPOSE, contact.phone),
    ).exclude(participant=holder)
    if taken.exists():
        raise IntegrityError
    contact.verified_at = timezone.now()
    contact.save(update_fields=["verified_at"])
    row.delete()


def forget_phone(holder: Participant) -> None:
    """Delete the number of somebody who leaves, and is locked already.

    Of a phone that an official paper was written with its keyed hash stays: else
    whoever leaves and joins again has another try.
    """
    contact = ParticipantContact.objects.filter(participant=holder)
    if holder.attempts.filter(stage__kind=StageKind.OFFICIAL).exists():
        contact.filter(verified_at__isnull=False).update(phone="", verified_at=None)
    contact.exclude(phone="").delete()
    PhoneCode.objects.filter(participant=holder).delete()


def delete_due_contacts(on: date | None = None) -> int:
    """Delete the phones whose day has come, and codes that nobody used."""
    on = on or timezone.localdate()
    PhoneCode.objects.filter(expires_at__lt=timezone.now()).delete()
    return ParticipantContact.objects.filter(delete_on__lte=on).delete()[0]


def _delete_on(participant: Participant) -> date:
    ends = timezone.localdate(participant.contest.closes_at)
    return ends + timedelta(days=settings.PARTICIPANTS["KEEP_CONTACT_DAYS"])


def _read_phone(phone: str) -> str:
    number = _digits.sub("", normalize("NFKC", phone)).removeprefix("86")
    if not MOBILE.fullmatch(number):
        raise Refused(_("请填写11位手机号。"))
    return number


def _codes(row: PhoneCode) -> list[str]:
    seed = f"{row.participant_id} {row.expires_at.timestamp():.6f}"
    return [
        f"{int.from_bytes(each[:8]) % 10**6:06}"
        for each in derived_bytes(CODE_PURPOSE, seed)
    ]
