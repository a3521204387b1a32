"""Each exposure has one look, and a time that is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.exposures.models import Exposure
from reports.exposures.public.looks import (
    Look,
    count_looks,
    due_of,
    has_look,
    look_of,
)
from reports.exposures.workflow import (
    PUBLIC_STATES,
    ExposureState,
)
from reports.notices.workflow import NoticeState
from tests.reports.exposures.make import (
    make_public,
)
from tests.reports.notices.make import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = ExposureState


@pytest.mark.parametrize("state", sorted(PUBLIC_STATES))
@pytest.mark.parametrize(
    "notice",
    [
        NoticeState.SERVED,
        NoticeState.OBJECTED,
        NoticeState.SUBMITTED,
        NoticeState.CLOSED,
    ],
)
def test_each_has_exactly_one_look_and_is_counted_under_it(state, notice):
    now = timezone.now()
    for due in (now - timedelta(days=1), now + timedelta(days=1)):
        make_public(
            state=state, notice=make_notice(state=notice, due_at=due), n_pictures=0
        )

    counts = count_looks(Exposure.objects.public())

    for exposure in Exposure.objects.select_related("notice"):
        looks = [
            look
            for look in Look
            if Exposure.objects.filter(
                has_look(look, timezone.now()), pk=exposure.pk
            ).exists()
        ]
        assert looks == [look_of(exposure)]
        assert dict(counts.looks)[look_of(exposure)] >= 1
    assert sum(number for _look, number in counts.looks) == counts.total == 2


def test_the_time_left_is_told_in_days():
    now = timezone.now()
    late = make_public(
        notice=make_notice(state=NoticeState.SERVED, due_at=now - timedelta(days=2))
    )
    open_ = make_public(
        notice=make_notice(state=NoticeState.SERVED, due_at=now + timedelta(days=3))
    )
    early = make_public(
        state=_S.RECTIFIED,
        notice=make_notice(state=NoticeState.CLOSED, due_at=now + timedelta(days=4)),
    )

    told = [(due.left, due.css) for due in map(due_of, (late, open_, early)) if due]
    assert told == [("已逾期2天", "c-no"), ("还剩3天", ""), ("提前4天改好", "c-hill")]
