"""Somebody takes places at an activity, changes their mind, or moves up.

Every function that counts places holds the activity's row first, so that of fifty who
press at once only as many get in as there are places.
"""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import codes
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.timeline.moving import change, hold, require_unchanged
from portal.timeline.services import record
from portal.tokens import derived_bytes, hash_token, hashes_of
from portal.typed import optional, required
from portal.users.models import User
from quizzes.events.models import Activity, SignUp, SignUpContact
from quizzes.events.services.consent import consent_text_for, delete_on_of
from quizzes.events.services.steps import step_sign_up
from quizzes.events.services.telling import tell
from quizzes.events.workflow import ActivityState, Door, SignUpState

CODE_PURPOSE = "activity sign-up code"
KEY_PURPOSE = "activity sign-up form"
PHONE_PURPOSE = "activity phone"
# 128 bits at least: who guesses a key is shown another's code.
FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
PHONE = re.compile(r"1[3-9][0-9]{9}")
_BETWEEN_DIGITS = re.compile(r"[\s\-‐-―－]|^\+?86(?=1[3-9])")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Answers:
    """What the form asked. What an activity does not ask is not kept."""

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    party_size: int = 1
    has_minors: bool = False
    is_guardian: bool = False
    agrees: bool = False


@dataclass(frozen=True)
class Ticket:
    sign_up: SignUp
    code: str = field(repr=False)


@transaction.atomic
def sign_up(activity: Activity, answers: Answers, *, form_key: str) -> Ticket:
    """Take places, or a place in the waiting list. The same form again is the same ticket.

    The code is computed from the form's key: we keep nothing but its hash, and can
    still show it to whoever sends the form a second time.
    """
    if not FORM_KEY.fullmatch(form_key):
        raise Refused(_("表单不完整，请刷新页面再填一次。"))
    hold(activity)
    keys = hashes_of(KEY_PURPOSE, form_key)
    known = activity.sign_ups.filter(form_key_hash__in=keys).first()
    if known is not None:
        return Ticket(known, _code_again(known, form_key))
    contact = _checked(activity, answers)
    state = _state_for(activity, answers.party_size)
    code = _codes_of(form_key)[0]
    made = SignUp.objects.create(
        activity=activity,
        state=state,
        party_size=answers.party_size,
        code_hash=hash_token(CODE_PURPOSE, code),
        form_key_hash=hash_token(KEY_PURPOSE, form_key),
    )
    contact.sign_up = made
    contact.save(force_insert=True)
    if state == SignUpState.CONFIRMED:
        _take(activity, made.party_size)
    record(made, "sign_up", by=None, to_state=state)
    return Ticket(made, code)


@transaction.atomic
def change_sign_up(
    made: SignUp, *, party_size: int, group: str = "", remark: str = ""
) -> Event:
    """Come with more or with fewer. What is given back goes to who waits."""
    activity = _hold_both(made)
    _check_party(activity, party_size)
    if not made.is_living:
        raise Refused(_("这次报名已经取消，不能再改。"))
    _check_time(activity)
    more = party_size - made.party_size
    if more > 0 and timezone.now() >= activity.closes_at:
        raise Refused(_("报名已经截止，不能再加人。可以减少人数，或者取消。"))
    if made.state == SignUpState.CONFIRMED:
        if more > 0 and not activity.fits(more):
            raise Refused(
                _("名额不够，现在还剩%(n)s个。您原来报的人数还在。")
                % {"n": activity.n_free}
            )
        _take(activity, more)
    contact = SignUpContact.objects.filter(sign_up=made).first()
    if contact is not None:
        contact.group = _group(activity, group)
        contact.remark = _remark(activity, remark)
        contact.save(update_fields=["group", "remark"])
    event = change(made, "change_sign_up", by=None, party_size=party_size)
    move_up(activity)
    return event


@transaction.atomic
def cancel_sign_up(made: SignUp, *, by: User | None = None, because: str = "") -> Event:
    """Give the places back. How to reach whoever cancels is forgotten at once.

    `by` is who does it for somebody that has called and lost the code.
    """
    if by is not None:
        because = required(because, _("理由"), 200)
    activity = _hold_both(made)
    if timezone.now() >= activity.ends_at:
        raise Refused(_("活动已经结束，不用取消了。"))
    was_confirmed = made.state == SignUpState.CONFIRMED
    event = step_sign_up(
        made,
        "cancel_sign_up",
        SignUpState.CANCELLED,
        by=by,
        because=because,
        cancelled_at=timezone.now(),
    )
    SignUpContact.objects.filter(sign_up=made).delete()
    if was_confirmed:
        _take(activity, -made.party_size)
    move_up(activity)
    return event


def move_up(activity: Activity) -> list[SignUp]:
    """Let in who waits and fits, the first first. The caller holds the activity.

    A party that is too large for what is free keeps its turn; a smaller one behind
    it need not wait for that.
    """
    if (
        activity.state != ActivityState.PUBLISHED
        or timezone.now() >= activity.starts_at
    ):
        return []
    moved = []
    for waiting in activity.sign_ups.waiting():
        if not activity.fits(1):
            break
        if activity.fits(waiting.party_size):
            _take(activity, waiting.party_size)
            event = step_sign_up(
                waiting, "move_up", SignUpState.CONFIRMED, moved_up_at=timezone.now()
            )
            tell(event)
            moved.append(waiting)
    return moved


def find_by_code(typed: str) -> SignUp | None:
    """Return the sign-up that a typed code or a secret address opens."""
    code = codes.read_code(typed)
    if code is None:
        return None
    return (
        SignUp.objects.filter(code_hash__in=hashes_of(CODE_PURPOSE, code))
        .select_related("activity__host", "activity__area")
        .first()
    )


def _take(activity: Activity, places: int) -> None:
    if places:
        activity.n_taken += places
        activity.save(update_fields=["n_taken"])


def _hold_both(made: SignUp) -> Activity:
    """Hold the activity, and know the sign-up as it is under that lock."""
    seen = made.version
    activity = made.activity
    hold(activity)
    made.refresh_from_db(from_queryset=SignUp.objects.select_related("activity"))
    made.activity = activity
    require_unchanged(made, seen, _("这次报名刚刚有了变化。请看过最新情况再操作。"))
    return activity


def _state_for(activity: Activity, party_size: int) -> SignUpState:
    door = activity.door
    if door in {Door.EARLY, Door.CLOSED, Door.NONE}:
        raise Refused(_("%(door)s，没有报上。") % {"door": door.label})
    # Who comes later does not pass by those who wait, unless what they wait for
    # is more than there is.
    if activity.fits(party_size):
        return SignUpState.CONFIRMED
    if activity.has_waiting_list:
        return SignUpState.WAITING
    if door == Door.OPEN:
        raise Refused(_("只剩%(n)s个名额，请减少人数再报。") % {"n": activity.n_free})
    raise Refused(_("名额已满，没有报上。"))


def _check_time(activity: Activity) -> None:
    if (
        activity.state != ActivityState.PUBLISHED
        or timezone.now() >= activity.starts_at
    ):
        raise Refused(_("活动已经开始、结束或者取消，不能再改。"))


def _check_party(activity: Activity, party_size: int) -> None:
    if not 1 <= party_size <= activity.largest_party:
        raise Refused(_("一次报1到%(most)s个人。") % {"most": activity.largest_party})
    if activity.capacity is not None and party_size > activity.capacity:
        raise Refused(_("人数比全部名额还多。"))


def _checked(activity: Activity, answers: Answers) -> SignUpContact:
    """Return the contact to keep. Nothing is kept before everything is in order."""
    _check_party(activity, answers.party_size)
    name = required(answers.name, _("怎么称呼"), 20)
    if not answers.agrees:
        raise Refused(_("请先看过个人信息怎么用，再勾选同意。"))
    if answers.has_minors and not answers.is_guardian:
        raise Refused(
            _("有不满十四周岁的孩子参加，要由监护人填写，并勾选“我是监护人”。")
        )
    phone = read_phone(answers.phone) if activity.asks_phone else ""
    hashes = hashes_of(PHONE_PURPOSE, phone) if phone else []
    if (
        hashes
        and SignUpContact.objects.filter(
            activity=activity, phone_hash__in=hashes
        ).exists()
    ):
        raise Refused(_("这个手机号已经报过名。要改人数或者取消，请用报名码。"))
    now = timezone.now()
    return SignUpContact(
        activity=activity,
        name=name,
        phone=phone,
        phone_hash=hashes[0] if hashes else "",
        group=_group(activity, answers.group),
        remark=_remark(activity, answers.remark),
        has_minors=answers.has_minors,
        guardian_agreed_at=now if answers.has_minors else None,
        consented_at=now,
        consent_text=consent_text_for(activity),
        delete_on=delete_on_of(activity),
    )


def read_phone(typed: str) -> str:
    phone = _BETWEEN_DIGITS.sub("", typed.translate(_NARROW).strip())
    phone = _BETWEEN_DIGITS.sub("", phone)
    if not PHONE.fullmatch(phone):
        raise Refused(_("手机号要写11位数字。"))
    return phone


def _group(activity: Activity, typed: str) -> str:
    return required(typed, _("单位或班级"), 40) if activity.asks_group else ""


def _remark(activity: Activity, typed: str) -> str:
    return optional(typed, _("备注"), 200) if activity.asks_remark else ""


def _codes_of(form_key: str) -> list[str]:
    return [codes.code_from(each) for each in derived_bytes(CODE_PURPOSE, form_key)]


def _code_again(known: SignUp, form_key: str) -> str:
    """Return its code, also where our key has been replaced since."""
    for code in _codes_of(form_key):
        if known.code_hash in hashes_of(CODE_PURPOSE, code):
            return code
    raise Refused(_("这张表已经交过。请用报名码查看。"))
