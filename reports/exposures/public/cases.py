"""Cases that were put right, for whoever teaches by them: pictures without names.

What is public of an exposure ends with it: one that is offline, retracted or open again
is no case. Its words are those of its category, never its own, which may name the unit.
"""

from collections.abc import Sequence

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from portal.case_pictures import Case, CasePicture, Source, register_source
from portal.evidence.models import PublicCopy
from reports.exposures.models import Exposure, ExposureEvidence
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.workflow import ExposureState, PictureRole

MOST_DIGITS = 9


def register_cases() -> None:
    register_source(Source(case_of=_case_of, closed_cases=_closed_cases))


def number_of(exposure: Exposure) -> str:
    return f"{exposure.batch.number}-{exposure.number}"


def _case_of(number: str) -> Case | None:
    batch, _dash, place = number.partition("-")
    for part in (batch, place):
        if not (part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS):
            return None
    found = _with_pictures(Exposure.objects.public()).filter(
        batch__number=int(batch), number=int(place)
    )
    exposure = found.first()
    return _case(exposure) if exposure else None


def _closed_cases(words: str, most: int) -> Sequence[Case]:
    found = Exposure.objects.mended()
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(category__name__icontains=word)
        )
    newest = _with_pictures(found).newest_first()[:most]
    return [case for case in map(_case, newest) if case.is_closed]


def _with_pictures(exposures: ExposureQuerySet) -> ExposureQuerySet:
    links = ExposureEvidence.objects.with_copies().order_by("sort_order", "pk")
    return exposures.select_related("batch", "unit", "category").prefetch_related(
        Prefetch("evidence_links", queryset=links), "clauses"
    )


def _case(exposure: Exposure) -> Case:
    what = exposure.category.name if exposure.category else _("街头一处")
    before = _picture(exposure, PictureRole.BEFORE, _("整改前的现场：%s") % what)
    clause = next(iter(exposure.clauses.all()), None)
    unit = exposure.unit
    return Case(
        number=number_of(exposure),
        title=what,
        is_closed=exposure.state == ExposureState.RECTIFIED and before is not None,
        before=before,
        after=_picture(exposure, PictureRole.AFTER, _("整改后的现场：%s") % what),
        unsaid=tuple(
            name
            for name in (
                unit and unit.name,
                unit and unit.short_name,
                unit and unit.former_name,
                exposure.business_sign,
            )
            if name
        ),
        clause=f"{clause.version.regulation.slug}/{clause.anchor}" if clause else "",
    )


def _picture(exposure: Exposure, role: PictureRole, alt: str) -> CasePicture | None:
    for link in exposure.evidence_links.all():
        if link.role != role or not (
            link.evidence.is_photo and link.evidence.is_checked
        ):
            continue
        for copy in link.evidence.public_copies.all():
            if copy.use == PublicCopy.Use.FULL:
                return CasePicture(
                    copy.get_absolute_url(), alt, copy.width, copy.height
                )
    return None
