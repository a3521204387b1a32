"""What is printed of a notice (EX-30): the same words on every copy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from reports.notices.models import RectificationNotice
from reports.notices.photos_shown import photos_for_unit

MOST_PHOTOS = 4
LONGEST_EDGE = 900  # pixels: enough for a picture 4 cm wide


@dataclass(frozen=True)
class Receipt:
    """The unit's answer and what came of it: lines to fill in, or what is known."""

    done: str = ""
    done_on: str = ""
    inspected: str = ""
    inspected_on: str = ""
    closed_on: str = ""


@dataclass(frozen=True)
class Sheet:
    number: str
    office: str
    unit: str
    posts: str
    phone: str
    checked_at: str
    place: str
    inspectors: str
    focus: str
    mandate: str
    problems: list[str]
    clauses: list[str]
    requirement: str
    deadline: str
    consequence: str
    issued_on: str
    signed_for: str
    receipt: Receipt
    needs_plan: bool = False
    photos: list[Image.Image] = field(default_factory=list)
    address: str = ""  # secret: on the unit's copy and its receipt alone

    @property
    def title(self) -> str:
        return _("整改通知单")


def sheet_of(notice: RectificationNotice, *, office: str, address: str = "") -> Sheet:
    """Read the notice as it is now."""
    inspectors = [user.get_full_name() for user in notice.inspectors.all()]
    unit = notice.unit
    posts = [unit.primary_post, unit.direct_post]
    focus = [notice.get_focus_display(), notice.get_source_display()]
    return Sheet(
        number=notice.number or _("（草稿，未编号）"),
        office=office,
        unit=unit.name,
        posts="、".join(filter(None, posts)),
        phone=unit.phone,
        checked_at=_moment(notice.checked_at),
        place=notice.where,
        inspectors=notice.inspected_by or "、".join(filter(None, inspectors)),
        focus=" / ".join(filter(None, focus)),
        mandate=str(notice.mandate or ""),
        problems=list(_problems(notice)),
        clauses=[str(clause) for clause in notice.clauses.all()],
        requirement=notice.requirement,
        deadline=_deadline(notice),
        consequence=notice.consequence,
        issued_on=_day(notice.issued_at),
        signed_for=_signed_for(notice),
        receipt=_receipt(notice),
        needs_plan=notice.needs_plan,
        photos=list(_photos(notice)),
        address=address,
    )


def _problems(notice: RectificationNotice) -> Iterator[str]:
    for problem in notice.problems.select_related("category"):
        kind = problem.category
        told = f"〔{kind.code} {kind.name}〕" if kind else ""
        yield f"{problem.position}. {told}{problem.text}"


def _deadline(notice: RectificationNotice) -> str:
    limit = f"{notice.limit}{notice.get_clock_display()}"
    if notice.due_at is None:
        return _("签发后%(limit)s") % {"limit": limit}
    return _("%(limit)s，至%(due)s") % {
        "limit": limit,
        "due": _moment(notice.due_at),
    }


def _signed_for(notice: RectificationNotice) -> str:
    if notice.acknowledged_at is None:
        return ""
    return f"{notice.acknowledged_post} {_day(notice.acknowledged_at)}"


def _receipt(notice: RectificationNotice) -> Receipt:
    handed_in = notice.submissions.last()
    seen = notice.reinspections.last()
    return Receipt(
        done=handed_in.text if handed_in else "",
        done_on=_day(handed_in.at) if handed_in else "",
        inspected=_("%(result)s：%(text)s")
        % {
            "result": _("合格") if seen.is_passed else _("不合格"),
            "text": seen.text,
        }
        if seen
        else "",
        inspected_on=_day(seen.at) if seen else "",
        closed_on=_day(notice.closed_at),
    )


def _photos(notice: RectificationNotice) -> Iterator[Image.Image]:
    """Give the photos of the problem that the unit may see, small."""
    shown = [each for each in photos_for_unit(notice) if each.is_before and each.file]
    for each in shown[:MOST_PHOTOS]:
        if each.file is None or not each.link.evidence.is_photo:
            continue
        try:
            with each.file.open("rb") as opened, Image.open(opened) as picture:
                picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
                yield picture.convert("RGB")
        except (OSError, UnidentifiedImageError):
            continue  # a lost file spoils no notice


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y年n月j日 H:i")


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y年n月j日") if at else ""
