"""The gate: nothing is exposed but through `publish`, whichever door it came by.

The CMS, its bulk action, a whole batch, the clock and the command call it; `missing`
tells every condition that is not met, in words.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from publicity.models import Clause
from reports.complaints.masking import PersonalKind, find_personal
from reports.complaints.refusals import NotAllowed, Refused, SameHand
from reports.exposures.content import WORDS, digest_of
from reports.exposures.models import Exposure, ExposureApproval, ExposureBatch
from reports.exposures.refusals import Missing, NotReady
from reports.exposures.services.approving import ROLES
from reports.exposures.services.following import follow
from reports.exposures.services.indexing import find_again
from reports.exposures.services.steps import (
    authors_of,
    change,
    check_step,
    has_role,
    in_words,
    is_head,
    lock,
    require_permission,
    require_state,
    step,
)
from reports.exposures.workflow import (
    ApprovalLevel,
    ExposureState,
    PictureRole,
    TargetKind,
)
from reports.notices.workflow import NoticeState

_S = ExposureState
LEAST_PICTURES = 2
# A stair and a floor may be a place that everybody knows: people decide on those.
NEVER_IN_WORDS = frozenset(PersonalKind) - {PersonalKind.ADDRESS}


@transaction.atomic
def publish(exposure: Exposure, *, by: User, override_because: str = "") -> Event:
    """Let it go live, if nothing is missing (EX-20 to EX-24).

    What can be overridden at all, the head overrides alone, with a reason that
    everybody may read.
    """
    lock(exposure)
    check_step(exposure, _S.PUBLISHED)
    require_permission(by, "publish_exposure")
    if by.pk in authors_of(exposure):
        raise SameHand(_("拟稿的人不能发布自己的稿件。"))
    lacking = missing(exposure)
    overridden = [one for one in lacking if one.can_be_overridden]
    reason = ""
    if override_because and overridden:
        if not is_head(by):
            raise NotAllowed(_("只有指挥部负责人能决定提前曝光。"))
        reason = required(override_because, _("提前曝光的理由"), 300)
        lacking = [one for one in lacking if not one.can_be_overridden]
    if lacking:
        raise NotReady(lacking)
    now = timezone.now()
    batch = ExposureBatch.objects.select_for_update().get(pk=exposure.batch_id)
    last = batch.exposures.aggregate(last=Max("number"))["last"] or 0
    event = step(
        exposure,
        "publish",
        _S.PUBLISHED,
        by=by,
        because="".join(map(str, overridden)) if reason else "",
        public_text=_("曝光；未满陈述期限即曝光，理由：%(reason)s") % {"reason": reason}
        if reason
        else _("曝光"),
        number=last + 1,
        published_at=now,
        published_by=by,
        override_because=reason,
        override_by=by if reason else None,
        review_on=exposure.review_on or _review_day(now),
        go_live_at=None,
    )
    if batch.published_on is None:
        batch.published_on = timezone.localdate(now)
        batch.save(update_fields=["published_on"])
    follow(exposure)
    find_again(exposure)
    return event


def missing(exposure: Exposure) -> list[Missing]:
    """Return every condition that is not met now. Empty: it may go live."""
    return [
        *_about_target(exposure),
        *_about_pictures(exposure),
        *_about_words(exposure),
        *_about_people(exposure),
    ]


def words_missing(exposure: Exposure) -> list[Missing]:
    """Return what is wrong with the words alone: asked again when they change."""
    return list(_about_words(exposure))


def _about_target(exposure: Exposure) -> Iterator[Missing]:
    notice, now = exposure.notice, timezone.now()
    if exposure.kind == TargetKind.UNIT:
        if notice is None or not notice.served_at or notice.is_revoked:
            yield Missing("notice", _("整改通知单要先送达，并且没有撤销。"))
        if exposure.unit is None or not exposure.unit.is_current(exposure.found_on):
            yield Missing("unit", _("责任单位在检查那天不是有效的单位。"))
        if exposure.replied_at is None:
            if exposure.reply_until is None:
                yield Missing("reply", _("还没有告知单位、请它陈述。"), True)
            elif exposure.reply_until > now:
                yield Missing(
                    "reply",
                    _("单位还没有陈述，期限到%(until)s。")
                    % {"until": in_words(exposure.reply_until)},
                    True,
                )
        if notice is not None and notice.state == NoticeState.OBJECTED:
            yield Missing("objection", _("单位提出异议，还在复核。"), True)
    if exposure.kind == TargetKind.BUSINESS:
        if not exposure.penalty_number:
            yield Missing("penalty", _("经营场所要有依法作出的处罚决定。"))
        if exposure.publish_until is None:
            yield Missing("end", _("经营场所要写明公开到哪一天。"))
    else:
        mandate = exposure.live_mandate
        if mandate is None or not mandate.is_alive(timezone.localdate(now)):
            yield Missing("mandate", _("没有在有效期内的督查授权。"))
    if exposure.publish_until and exposure.publish_until < timezone.localdate(now):
        yield Missing("end", _("公开期限已经过了。"))


def _about_pictures(exposure: Exposure) -> Iterator[Missing]:
    links = list(exposure.evidence_links.select_related("evidence"))
    if len(links) < LEAST_PICTURES:
        yield Missing(
            "evidence", _("至少要有%(least)s件证据。") % {"least": LEAST_PICTURES}
        )
    if not any(link.role == PictureRole.BEFORE for link in links):
        yield Missing("before", _("要有整改前的照片。"))
    if count := sum(not link.evidence.is_checked for link in links):
        yield Missing(
            "redaction", _("还有%(count)s件证据没有核对遮挡。") % {"count": count}
        )


def _about_words(exposure: Exposure) -> Iterator[Missing]:
    if not exposure.public_place:
        yield Missing("place", _("要写明地点。"))
    chosen = exposure.clauses.count()
    in_force = Clause.objects.in_force(exposure.found_on).filter(exposures=exposure)
    if not chosen or in_force.count() < chosen:
        yield Missing("clause", _("依据条款要选，并且在检查那天有效。"))
    words = " ".join(str(getattr(exposure, name)) for name in WORDS)
    found = {one.kind for one in find_personal(words)} & NEVER_IN_WORDS
    if found:
        yield Missing(
            "personal",
            _("文字里有个人信息：%(kinds)s。请退回改掉。")
            % {"kinds": "、".join(sorted(str(kind.label) for kind in found))},
        )


def _about_people(exposure: Exposure) -> Iterator[Missing]:
    digest, authors = digest_of(exposure), authors_of(exposure)
    if not (
        exposure.privacy_checks.filter(digest=digest).exclude(by__in=authors).exists()
    ):
        yield Missing("privacy", _("这一稿还没有做隐私和未成年人核查。"))
    given = {
        approval.level: approval
        for approval in exposure.approvals.filter(digest=digest).select_related("by")
        if has_role(approval.by, *ROLES[ApprovalLevel(approval.level)])
    }
    reviewed, approved = (given.get(level) for level in ApprovalLevel)
    if reviewed is None or reviewed.by_id in authors:
        yield Missing("review", _("这一稿还没有由作者以外的人核稿。"))
    if approved is None or approved.by_id in authors | _hand_of(reviewed):
        yield Missing("approval", _("这一稿还没有由指挥部负责人批准。"))


def _hand_of(approval: ExposureApproval | None) -> set[int]:
    return {approval.by_id} if approval else set()


def _review_day(now: datetime) -> object:
    days = timedelta(days=settings.EXPOSURES["REVIEW_DAYS"])
    return timezone.localdate(now + days)


@transaction.atomic
def schedule(exposure: Exposure, *, by: User, at: datetime) -> Event:
    """Set a time to go live. The gate is asked then, not now."""
    lock(exposure)
    require_permission(by, "publish_exposure")
    require_state(exposure, _S.LEGAL_CHECK, _S.NOTIFIED)
    if by.pk in authors_of(exposure):
        raise SameHand(_("拟稿的人不能发布自己的稿件。"))
    if at <= timezone.now():
        raise Refused(_("定时要晚于现在。"))
    return change(
        exposure,
        "schedule",
        by=by,
        because=in_words(at),
        go_live_at=at,
        scheduled_by=by,
    )


def publish_due() -> None:
    """Let go live what is due, by the hand that set the time. The clock calls it.

    What is refused is taken off the schedule: it would be refused every minute.
    """
    due = Exposure.objects.due_to_go_live(timezone.now())
    for exposure in due.select_related("scheduled_by").order_by("go_live_at", "pk"):
        by = exposure.scheduled_by
        try:
            if by is not None:
                publish(exposure, by=by)
        except (Refused, TransitionNotAllowed) as refusal:
            _unschedule(exposure, str(refusal))


@transaction.atomic
def _unschedule(exposure: Exposure, because: str) -> None:
    exposure.refresh_from_db()
    lock(exposure)
    change(exposure, "release_refused", by=None, because=because, go_live_at=None)


def publish_each(
    exposures: Sequence[Exposure], *, by: User
) -> tuple[list[Exposure], list[tuple[Exposure, str]]]:
    """Publish many, each on its own: what is refused holds up no other."""
    done: list[Exposure] = []
    refused: list[tuple[Exposure, str]] = []
    for exposure in exposures:
        try:
            publish(exposure, by=by)
        except Refused as refusal:
            refused.append((exposure, str(refusal)))
        except TransitionNotAllowed:
            state = ExposureState(exposure.state).label
            refused.append((exposure, _("现在是“%s”，不能曝光。") % state))
        else:
            done.append(exposure)
    return done, refused


def publish_batch(
    batch: ExposureBatch, *, by: User
) -> tuple[list[Exposure], list[tuple[Exposure, str]]]:
    """Publish what a batch holds, in the order of its drafts."""
    done, refused = publish_each(
        list(batch.exposures.in_preparation().order_by("pk")), by=by
    )
    if done:
        record(batch, "publish", by=by, public_text=_("本期曝光"))
    return done, refused
