"""The same matter twice: one of them goes on, nobody who waits is forgotten."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Complaint, Follow
from reports.complaints.refusals import Refused, Stale
from reports.complaints.services.merging import follow, followed, merge, unfollow
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, send

S = ComplaintState
COUNT = 5
READERS = ("reader a", "reader b")


class TestManyMerges(TestCase):
    """Whatever is merged into whatever, in any order."""

    @settings(deadline=None)  # it asks a database
    @given(
        st.lists(
            st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=8
        ),
        st.lists(
            st.tuples(st.integers(0, COUNT - 1), st.sampled_from(READERS)), max_size=6
        ),
    )
    def test_no_chains_no_circles_no_lost_followers(self, merges, follows):
        category, clerk = make_category(), make_user()
        pks = [
            make_complaint(state=S.ACCEPTED, category=category, is_published=True).pk
            for _each in range(COUNT)
        ]
        for number, reader in follows:
            follow(Complaint.objects.get(pk=pks[number]), token=reader)
        for one, other in merges:
            try:
                merge(
                    Complaint.objects.get(pk=pks[one]),
                    into=Complaint.objects.get(pk=pks[other]),
                    by=clerk,
                )
            except (Refused, TransitionNotAllowed):
                continue

        readers = {reader for _number, reader in follows}
        for complaint in Complaint.objects.filter(pk__in=pks):
            if complaint.state == S.MERGED:
                assert complaint.merged_into
                assert complaint.merged_into.state != S.MERGED
                assert not complaint.merged.exists()
                assert not complaint.follows.exists()
                assert complaint.n_followers == 0
            else:
                assert complaint.n_followers == (
                    complaint.follows.count() + complaint.merged.count()
                )
        assert len(set(Follow.objects.values_list("token_hash", flat=True))) == len(
            readers
        )


@pytest.mark.django_db
def test_what_was_merged_goes_over_with_it():
    category = make_category()
    first, second, third = (
        make_complaint(state=S.ACCEPTED, category=category) for _each in range(3)
    )

    merge(first, into=second, by=make_user())
    merge(second, into=third, by=make_user())

    assert set(third.merged.all()) == {first, second}
    third.refresh_from_db()
    assert third.n_followers == 2


@pytest.mark.django_db
def test_it_refuses_what_makes_no_sense():
    clerk, category = make_user(), make_category()
    complaint = make_complaint(state=S.ACCEPTED, category=category)

    with pytest.raises((Refused, Stale)):
        merge(complaint, into=complaint, by=clerk)
    for state in (S.DECLINED, S.WITHDRAWN, S.MERGED):
        with pytest.raises(Refused):
            merge(
                complaint, into=make_complaint(state=state, category=category), by=clerk
            )
    with pytest.raises(Refused, match="不像"):
        merge(
            complaint,
            into=make_complaint(state=S.ACCEPTED, area=make_area()),
            by=clerk,
        )
    complaint.refresh_from_db()
    assert complaint.state == S.ACCEPTED


@pytest.mark.django_db
def test_following_needs_no_account_and_counts_once():
    complaint = make_complaint(state=S.ACCEPTED, is_published=True)

    token = follow(complaint)
    assert follow(complaint, token=token) == token
    for other in (make_unit(), make_area(), complaint.category):
        follow(other, token=token)

    complaint.refresh_from_db()
    assert complaint.n_followers == 1
    assert followed(token).count() == 4
    assert token not in str(list(Follow.objects.values()))
    unfollow(complaint, token=token)
    unfollow(complaint, token=token)
    complaint.refresh_from_db()
    assert complaint.n_followers == 0


@pytest.mark.django_db
def test_c_9_nobody_follows_what_is_not_shown():
    with pytest.raises(Refused):
        follow(send().complaint)
