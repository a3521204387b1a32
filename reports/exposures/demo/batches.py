"""The county's five batches of exposures: with replies, approvals and three corrections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.directory.models import Place
from portal.evidence.models import Evidence, PublicCopy
from portal.evidence.workflow import EvidenceState
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from publicity.models import EpisodePage
from reports.complaints.demo.cases import member
from reports.complaints.demo.drawn import evidence_of, keep, painted
from reports.complaints.models import Category
from reports.exposures.content import digest_of
from reports.exposures.models import (
    Correction,
    CorrectionCounter,
    Exposure,
    ExposureApproval,
    ExposureBatch,
    ExposureEvidence,
    PrivacyCheck,
    UnitStatement,
)
from reports.exposures.workflow import (
    ApprovalLevel,
    CorrectionKind,
    CorrectionReason,
    ExposureState,
    PictureRole,
    ReasonCode,
)
from reports.notices.models import RectificationNotice
from reports.notices.workflow import PhotoRole

_S = ExposureState
STATES = {
    "已整改": _S.RECTIFIED,
    "整改中": _S.RECTIFYING,
    "移交追责": _S.RECTIFYING,
    "已撤回": _S.RETRACTED,
}
REASONS = {"逾期整改": ReasonCode.SLOW, "移交追责": ReasonCode.INACTIVE}
# By what the correction says was wrong; the first that fits.
WRONG = {
    "点位": CorrectionReason.PLACE,
    "责任单位": CorrectionReason.UNIT,
}
# Hours of the day: what the data tell of one day comes in this order.
LIVE, PUT_RIGHT, LOOKED_AT = 15, 17, 18
PEOPLE = {
    "demo-expose": Role.INSPECTOR,
    "demo-review": Role.REVIEWER,
    "demo-head": Role.HEAD,
}


@dataclass(frozen=True)
class Hands:
    author: User
    reviewer: User
    head: User


@dataclass(frozen=True)
class Case:
    row: dict[str, Any]
    exposure: Exposure

    @property
    def state(self) -> ExposureState:
        return STATES[self.row["status"]]


def load_exposures(context: Context) -> None:
    told = context.read("exposures")
    if not ExposureBatch.objects.exists():
        hands = _hands()
        batches = {row["issue"]: _batch(row) for row in told["issues"]}
        cases = list(_cases(context, told, batches, hands))
        _keep_pictures(context, cases, hands)
        _keep_statements(cases, hands)
        _keep_approvals(cases, hands)
        _keep_corrections(cases, hands)
        _keep_events(cases, hands)
    context.tell(_("曝光台"), 1, 1)


def _hands() -> Hands:
    """Return three who cannot log in: whose hands the histories name."""
    return Hands(*(member(username, role) for username, role in PEOPLE.items()))


def _batch(row: dict[str, Any]) -> ExposureBatch:
    day = date.fromisoformat(row["published_on"])
    # The programme of the day speaks of the batch where its title says so.
    episode = EpisodePage.objects.filter(air_date=day, title__contains="曝光").first()
    return ExposureBatch.objects.create(
        number=row["issue"],
        title=row["title"],
        cover_text=_(
            "本期%(count)s件。曝光前都送了整改通知单、听了单位说明；改好一件，划勾一件。"
        )
        % {"count": len(row["cases"])},
        planned_on=day,
        published_on=day,
        episode=episode,
    )


def _cases(
    context: Context,
    told: dict[str, Any],
    batches: dict[int, ExposureBatch],
    hands: Hands,
) -> Iterable[Case]:
    notices = {
        notice.number: notice
        for notice in RectificationNotice.objects.select_related("street")
    }
    results = {
        row["number"]: row["result"] for row in context.read("notices")["notices"]
    }
    categories = {each.code: each for each in Category.objects.all()}
    places = {each.code: each for each in Place.objects.all()}
    calendar = WorkCalendar.current()
    numbers = {
        case: place
        for row in told["issues"]
        for place, case in enumerate(row["cases"], start=1)
    }
    for row in told["cases"]:
        notice = notices.get(row["notice"])
        if notice is None:
            continue
        consulted = _at(row["consulted_on"], 9)
        state = STATES[row["status"]]
        exposure = Exposure.objects.create(
            batch=batches[row["issue"]],
            number=numbers[row["id"]],
            notice=notice,
            unit=notice.unit,
            reason_code=REASONS.get(results[row["notice"]], ReasonCode.WEAK),
            title=row["title"],
            headline=row["headline"],
            facts=row["facts"],
            found_at=notice.checked_at,
            category=categories[row["category"]],
            area=context.areas[row["area"]],
            place=places.get(row["place"]),
            street=notice.street,
            clip_start=row.get("clip"),
            state=state,
            drafted_by=hands.author,
            drafted_at=consulted - timedelta(hours=16),
            notified_at=consulted,
            reply_until=calendar.add_workdays(consulted, 3),
            replied_at=consulted + timedelta(hours=30),
            published_at=_at(row["published_on"], LIVE),
            published_by=hands.head,
            rectified_on=row["verified_on"] if state == _S.RECTIFIED else None,
            verification=row["verification"],
            review_on=date.fromisoformat(row["published_on"]) + timedelta(days=180),
            n_corrections=int((row["correction"] or {}).get("kind") == "更正"),
            ended_at=_at(row["correction"]["published_on"], PUT_RIGHT)
            if state == _S.RETRACTED
            else None,
        )
        exposure.clauses.set(categories[row["category"]].clauses.all())
        exposure.refresh_from_db()
        yield Case(row, exposure)


def _keep_pictures(context: Context, cases: Sequence[Case], hands: Hands) -> None:
    """Show the notice's photos, and one more of what was seen: two at least."""
    scenes = context.read("complaint_rules")["photo_scenes"]
    wanted = {
        case.row["category"]: (
            scenes[case.row["category"]][0],
            f"exposure {case.row['category']}",
        )
        for case in cases
    }
    paintings = painted(context, wanted, _("曝光照片"))
    more = [
        evidence_of(
            paintings[case.row["category"]],
            case.exposure.found_at,
            checked_by=hands.reviewer,
        )
        for case in cases
    ]
    keep(
        [
            (evidence, paintings[case.row["category"]])
            for case, evidence in zip(cases, more, strict=True)
        ]
    )
    for case, evidence in zip(cases, more, strict=True):
        found = [*_of_notice(case), (evidence.pk, PictureRole.BEFORE)]
        ExposureEvidence.objects.bulk_create(
            ExposureEvidence(
                exposure=case.exposure,
                evidence_id=key,
                role=role,
                sort_order=number,
            )
            for number, (key, role) in enumerate(found)
        )
        if case.state == _S.RETRACTED:
            _take_away([key for key, _role in found])


def _take_away(keys: list[int]) -> None:
    PublicCopy.objects.filter(evidence__in=keys).delete()
    Evidence.objects.filter(pk__in=keys).update(
        state=EvidenceState.WITHDRAWN,
        redaction_checked_by=None,
        redaction_checked_at=None,
    )


def _of_notice(case: Case) -> list[tuple[int, PictureRole]]:
    """Return the photo of the problem, and of its end where it came to one."""
    notice = case.exposure.notice
    if notice is None:
        return []
    links = list(notice.evidence_links.order_by("sort_order", "pk"))
    found = [
        (link.evidence_id, PictureRole.BEFORE)
        for link in links
        if link.role == PhotoRole.BEFORE
    ]
    if case.state == _S.RECTIFIED:
        found += [
            (link.evidence_id, PictureRole.AFTER)
            for link in links
            if link.role == PhotoRole.AFTER and link.round == notice.round
        ]
    return found


def _keep_statements(cases: Sequence[Case], hands: Hands) -> None:
    UnitStatement.objects.bulk_create(
        UnitStatement(
            exposure=case.exposure,
            unit=case.exposure.unit,
            text=case.row["unit_reply"],
            text_public=case.row["unit_reply"],
            by_user=hands.author,
            filed_at=case.exposure.replied_at or timezone.now(),
            is_verified=True if case.state == _S.RECTIFIED else None,
            verified_by=hands.reviewer if case.state == _S.RECTIFIED else None,
            verified_at=_at(case.row["verified_on"], LOOKED_AT)
            if case.state == _S.RECTIFIED
            else None,
        )
        for case in cases
    )


def _keep_approvals(cases: Sequence[Case], hands: Hands) -> None:
    digests = {case.exposure.pk: digest_of(case.exposure) for case in cases}
    PrivacyCheck.objects.bulk_create(
        PrivacyCheck(
            exposure=case.exposure,
            by=hands.reviewer,
            at=_told(case, hours=2),
            digest=digests[case.exposure.pk],
            has_no_faces=True,
            has_no_minors=True,
            has_no_secrets=True,
            names_nobody=True,
        )
        for case in cases
    )
    ExposureApproval.objects.bulk_create(
        ExposureApproval(
            exposure=case.exposure,
            level=level,
            by=by,
            at=at,
            digest=digests[case.exposure.pk],
        )
        for case in cases
        for level, by, at in (
            (ApprovalLevel.REVIEW, hands.reviewer, _told(case, hours=1)),
            (ApprovalLevel.HEAD, hands.head, _before(case, hours=1)),
        )
    )


def _keep_corrections(cases: Sequence[Case], hands: Hands) -> None:
    corrected = sorted(
        (case for case in cases if case.row["correction"]),
        key=lambda case: case.row["correction"]["published_on"],
    )
    counters: dict[int, int] = {}
    for case in corrected:
        told = case.row["correction"]
        at = _at(told["published_on"], PUT_RIGHT)
        counters[at.year] = counters.get(at.year, 0) + 1
        Correction.objects.create(
            year=at.year,
            sequence=counters[at.year],
            exposure=case.exposure,
            kind=CorrectionKind.RETRACTION
            if case.state == _S.RETRACTED
            else CorrectionKind.CORRECTION,
            reason_class=next(
                (reason for word, reason in WRONG.items() if word in told["text"]),
                CorrectionReason.WORDING,
            ),
            text=told["text"],
            decided_by=hands.head,
            decided_as=str(Role.HEAD.label),
            requested_on=date.fromisoformat(told["requested_on"]),
            at=at,
        )
    for year, last in counters.items():
        CorrectionCounter.objects.update_or_create(year=year, defaults={"last": last})


def _keep_events(cases: Sequence[Case], hands: Hands) -> None:
    kind = ContentType.objects.get_for_model(Exposure)
    corrections = {each.exposure_id: each for each in Correction.objects.all()}
    Event.objects.bulk_create(
        Event(content_type=kind, object_id=case.exposure.pk, **step)
        for case in cases
        for step in _steps_of(case, corrections.get(case.exposure.pk), hands)
    )


def _steps_of(
    case: Case, correction: Correction | None, hands: Hands
) -> Iterable[dict[str, Any]]:
    exposure = case.exposure

    def step(
        verb: str,
        at: datetime | None,
        by: User | None,
        new: ExposureState,
        public_text: str = "",
    ) -> dict[str, Any]:
        return {
            "verb": verb,
            "at": at,
            "actor": by,
            "to_state": new,
            "public_text": public_text,
        }

    told = exposure.notified_at
    yield step("draft", exposure.drafted_at, hands.author, _S.DRAFT)
    yield step("hand_to_check", exposure.drafted_at, hands.author, _S.LEGAL_CHECK)
    text = _("告知单位，请它陈述")
    yield step("notify_unit", told, hands.reviewer, _S.NOTIFIED, text)
    text = _("单位作了陈述")
    yield step("state", exposure.replied_at, hands.author, _S.NOTIFIED, text)
    yield step("head", _before(case, hours=1), hands.head, _S.NOTIFIED)
    yield step("publish", exposure.published_at, hands.head, _S.PUBLISHED, _("曝光"))
    if correction:
        verb = "retract" if correction.is_retraction else "correct"
        text = f"{correction.number}：{correction.text}"
        yield step(verb, correction.at, hands.head, case.state, text)
    if exposure.rectified_on:
        at = _at(case.row["verified_on"], LOOKED_AT)
        yield step("rectify", at, None, _S.RECTIFIED, _("整改合格，已销号"))
    if case.row["status"] == "移交追责":
        at = _at(case.row["verified_on"], LOOKED_AT)
        text = _("整改不到位，移交追责")
        yield step("hand_over", at, hands.head, case.state, text)


def _told(case: Case, *, hours: int) -> datetime:
    return _at(case.row["consulted_on"], 9) - timedelta(hours=hours)


def _before(case: Case, *, hours: int) -> datetime:
    return _at(case.row["published_on"], LIVE) - timedelta(hours=hours)


def _at(day: str, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(hour)))
