"""What became of a complaint, in plain words, for the one who sent it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.timeline.models import Event
from reports.complaints.models import (
    Complaint,
    ComplaintEvidence,
    DataRightsRequest,
    EvidenceRole,
    Extension,
    Reply,
    ReplyKind,
    Reporter,
)
from reports.complaints.workflow import (
    BEFORE_FILING,
    COMPLAINT_STEPS,
    ComplaintState,
    Decision,
)

_S = ComplaintState
# Steps of the resident's own: told to nobody else, or in other words.
OWN_STEPS = {
    "submit": gettext_lazy("您提交了"),
    "answer": gettext_lazy("您补充了情况"),
    "add_information": gettext_lazy("您补充了情况"),
    "ask_reporter": gettext_lazy("请您补充情况"),
    "dispute": gettext_lazy("您提出异议"),
    "withdraw": gettext_lazy("您撤回了"),
    "rate": gettext_lazy("您打了分"),
    "ask_data_right": gettext_lazy("您提出了个人信息申请"),
    "decide_data_right": gettext_lazy("个人信息申请有了答复"),
    "renew_query_code": gettext_lazy("换了新的查询码"),
    "anonymise": gettext_lazy("姓名、联系方式和准确位置已删除"),
}
WHAT_NOW = {
    _S.SUBMITTED: gettext_lazy("正在看您的反映，决定受理不受理。"),
    _S.ACCEPTED: gettext_lazy("已受理，接着派人核查。"),
    _S.VERIFYING: gettext_lazy("有人到现场核查，属实就立案。"),
    _S.WAITING: gettext_lazy("等您补充情况，请在本页回答。"),
    _S.FILED: gettext_lazy("已立案，就要派给承办单位。"),
    _S.DISPATCHED: gettext_lazy("等承办单位签收。"),
    _S.RETURNED: gettext_lazy("不归那家单位管，正在改派。"),
    _S.HANDLING: gettext_lazy("承办单位正在办。"),
    _S.SUSPENDED: gettext_lazy("暂时办不了，到复核日再办，不会不了了之。"),
    _S.RESOLVED: gettext_lazy("承办单位说改好了，等另一个人去看。"),
    _S.CHECKING: gettext_lazy("正在现场核实改没改好。"),
    _S.DISPUTED: gettext_lazy("您的异议正在复核，复核后重办或者书面说明。"),
    _S.REOPENED: gettext_lazy("退回重办，正在重新派单。"),
}
TAGS = {
    _S.SUBMITTED: "new",
    _S.CLOSED: "ok",
    _S.DECLINED: "no",
    _S.DISPUTED: "no",
    _S.WITHDRAWN: "new",
    _S.MERGED: "new",
}
SPEAKERS = {
    ReplyKind.QUESTION: gettext_lazy("请您补充"),
    ReplyKind.ANSWER: gettext_lazy("您补充"),
    ReplyKind.RESULT: gettext_lazy("处置结果"),
    ReplyKind.ANSWERED: gettext_lazy("答复"),
    ReplyKind.DISPUTE: gettext_lazy("您的异议"),
}


@dataclass
class Chapter:
    at: datetime
    title: str
    words: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """A picture for the resident's own eyes; without an address it is being checked."""

    link: ComplaintEvidence
    is_here: bool


@dataclass
class Story:
    """All that the page of one complaint shows: a fixed number of queries."""

    complaint: Complaint
    chapters: list[Chapter]
    extensions: list[Extension]
    before: list[Shown]
    after: list[Shown]
    replies: list[Shown]
    rights: list[DataRightsRequest]
    reporter: Reporter | None

    @property
    def tag(self) -> str:
        if self.complaint.is_overdue:
            return "no"
        return TAGS.get(ComplaintState(self.complaint.state), "open")

    @property
    def now(self) -> str:
        return str(WHAT_NOW.get(ComplaintState(self.complaint.state), ""))

    @property
    def days_used(self) -> int:
        """Count from acceptance, as the deadline does; a day begun is a day."""
        start = self.complaint.accepted_at or self.complaint.submitted_at
        end = self.complaint.closed_at or timezone.now()
        return (timezone.localdate(end) - timezone.localdate(start)).days + 1

    @property
    def question(self) -> str:
        """Return what the desk asks, while it waits for an answer."""
        if self.complaint.state != _S.WAITING:
            return ""
        asked = [
            text
            for chapter in self.chapters
            for speaker, text in chapter.words
            if speaker == str(SPEAKERS[ReplyKind.QUESTION])
        ]
        return asked[-1] if asked else ""

    @property
    def can_answer(self) -> bool:
        return self.complaint.state == _S.WAITING

    @property
    def can_add(self) -> bool:
        return self.complaint.is_open and not self.can_answer

    @property
    def can_withdraw(self) -> bool:
        complaint = self.complaint
        if _S.WITHDRAWN not in COMPLAINT_STEPS[ComplaintState(complaint.state)]:
            return False
        return complaint.state != _S.WAITING or complaint.resumes_to in BEFORE_FILING

    @property
    def can_rate(self) -> bool:
        return self.complaint.state == _S.CLOSED

    @property
    def dispute_before(self) -> datetime | None:
        """Return until when the result may be disputed; none where it may not."""
        complaint = self.complaint
        if complaint.state != _S.CLOSED or complaint.closed_at is None:
            return None
        if complaint.n_disputes >= settings.COMPLAINTS["DISPUTES"]:
            return None
        last = complaint.closed_at + timedelta(days=settings.COMPLAINTS["DISPUTE_DAYS"])
        return last if last > timezone.now() else None

    @property
    def open_rights(self) -> set[str]:
        return {each.kind for each in self.rights if each.state == Decision.OPEN}


def story_of(complaint: Complaint) -> Story:
    links = list(
        complaint.evidence_links.select_related("evidence").order_by("sort_order", "pk")
    )
    return Story(
        complaint=complaint,
        chapters=_chapters(complaint),
        extensions=list(complaint.extensions.filter(state=Decision.GRANTED)),
        before=_shown(links, EvidenceRole.BEFORE),
        after=_shown(links, EvidenceRole.AFTER),
        replies=_shown(links, EvidenceRole.REPLY),
        rights=list(complaint.data_rights_requests.all()),
        reporter=Reporter.objects.filter(
            complaint=complaint, anonymised_at__isnull=True
        ).first(),
    )


def is_shown(link: ComplaintEvidence) -> bool:
    """Tell whether the resident may see it: their own, and of others what is checked.

    A unit's photo may show people who passed by.
    """
    if link.role == EvidenceRole.AFTER:
        return link.evidence.is_checked
    return bool(link.evidence.is_photo and link.evidence.working)


def _shown(links: Iterable[ComplaintEvidence], role: EvidenceRole) -> list[Shown]:
    return [Shown(link, is_shown(link)) for link in links if link.role == role]


def _chapters(complaint: Complaint) -> list[Chapter]:
    """Put the words said beside the steps that they were said with."""
    # What was merged goes on in another: of that, what everybody may read.
    main = complaint.merged_into
    events = list(Event.objects.of(complaint).only("at", "verb", "public_text"))
    words = list(complaint.replies.select_related("unit"))
    chapters: list[Chapter] = []
    for event in events:
        title = str(OWN_STEPS.get(event.verb, "")) or event.public_text
        if not title:
            continue
        chapter = Chapter(event.at, title)
        while words and words[0].at <= event.at:
            chapter.words.append(_said(words.pop(0)))
        chapters.append(chapter)
    chapters += [
        Chapter(reply.at, str(SPEAKERS[ReplyKind(reply.kind)]), [_said(reply)])
        for reply in words
    ]
    if main is not None:
        chapters += [
            Chapter(event.at, event.public_text)
            for event in Event.objects.of(main)
            .exclude(public_text="")
            .filter(at__gte=chapters[-1].at if chapters else complaint.submitted_at)
            .only("at", "public_text")
        ]
        chapters += [
            Chapter(
                reply.at,
                str(SPEAKERS[ReplyKind(reply.kind)]),
                [("", reply.text_public)],
            )
            for reply in main.replies.public()
        ]
        chapters.sort(key=lambda chapter: chapter.at)
    return chapters


def _said(reply: Reply) -> tuple[str, str]:
    speaker = str(SPEAKERS[ReplyKind(reply.kind)])
    if reply.unit is not None:
        speaker = _("%(unit)s：%(what)s") % {
            "unit": reply.unit.short_name,
            "what": speaker,
        }
    return speaker, reply.text
