"""What everybody may download of complaints."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from reports.complaints.models import Complaint
from reports.complaints.public.looks import look_of


def complaint_rows(complaints: Iterable[Complaint]) -> Iterator[list[Any]]:
    """Yield a heading and the public fields alone."""
    yield [
        _("受理编号"),
        _("性质"),
        _("大类"),
        _("类别"),
        _("片区"),
        _("地点"),
        _("责任单位"),
        _("状态"),
        _("查实情况"),
        _("办理结果"),
        _("反映日期"),
        _("公开日期"),
        _("公开内容"),
    ]
    for each in complaints:
        yield [
            each.number,
            each.get_kind_display(),
            each.category.family,
            each.category,
            each.area,
            each.public_place,
            each.unit,
            look_of(each).label,
            "" if each.is_open else each.get_finding_display(),
            each.get_outcome_display(),
            each.submitted_on,
            each.published_on,
            each.text_public,
        ]
