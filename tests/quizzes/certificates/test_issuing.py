"""Who gets a certificate, under which number, and when it ends."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.refusals import Refused
from portal.timeline.models import Event
from quizzes.certificates.drawing.sheets import plain, sheet_of
from quizzes.certificates.models import Certificate
from quizzes.certificates.private.links import of_attempt
from quizzes.certificates.services.checking import find_certificate, typed_number
from quizzes.certificates.services.issuing import (
    ALPHABET,
    NotEarned,
    is_enough,
    issue_certificate,
    reinstate_for,
    revoke_for,
)
from quizzes.contests.public.links import links_of_contest
from quizzes.contests.services.joining import withdraw
from quizzes.contests.workflow import (
    COUNTED,
    AttemptState,
    ContestState,
    StageKind,
)
from tests.portal.users.make import make_user
from tests.quizzes.certificates.make import make_paper
from tests.quizzes.make import make_attempt, make_participant

pytestmark = pytest.mark.django_db


def verbs(certificate):
    return list(
        Event.objects.filter(object_id=str(certificate.pk), verb__in=VERBS)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


VERBS = ("issue", "revoke", "reinstate")


def test_its_number_is_the_contests_with_six_digits():
    paper = make_paper(contest={"number_prefix": "LX-QZ-2026-03"}, name="周秀敏")

    made = issue_certificate(paper)

    assert made.number == "LX-QZ-2026-03-000001"
    assert len(made.code) == 8
    assert set(made.code) <= set(ALPHABET)
    assert sheet_of(made, root_url="").name == "周秀敏"
    assert (made.score, made.most) == (Decimal(92), Decimal(100))
    assert verbs(made) == ["issue"]


@pytest.mark.parametrize("prefix", ["lx qz 3", "临双创/答〔2026〕3", "A_B"])
def test_whatever_the_prefix_is_the_number_can_be_typed(prefix):
    made = issue_certificate(make_paper(contest={"number_prefix": prefix}))

    typed = f"{prefix}-000001"

    assert find_certificate(typed_number(typed), made.code) == made
    assert "/" not in made.number


def test_asked_twice_it_is_the_same():
    paper = make_paper()

    assert issue_certificate(paper).pk == issue_certificate(paper).pk
    assert Certificate.objects.count() == 1


def test_each_contest_counts_from_one():
    first = make_paper()
    second = make_attempt(
        make_participant(first.stage.contest),
        first.stage,
        state=AttemptState.SUBMITTED,
        score=Decimal(70),
        most=Decimal(100),
    )

    positions = [issue_certificate(each).position for each in (first, second)]

    assert positions == [1, 2]
    assert issue_certificate(make_paper()).position == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"certificate_from": None}, "不发证书"),
        ({"contest": {"state": ContestState.CANCELLED}}, "不发证书"),
        ({"stage": {"kind": StageKind.PRACTICE}}, "练习不发证书"),
        ({"score": "59.99"}, "60分以上"),
        ({"withdrawn_at": timezone.now()}, "已经退出"),
    ],
)
def test_what_earns_none_is_refused_and_takes_no_number(fields, said):
    paper = make_paper(**fields)

    with pytest.raises(NotEarned, match=said):
        issue_certificate(paper)

    assert not Certificate.objects.exists()
    assert of_attempt(paper, "t") is None


@pytest.mark.parametrize("state", AttemptState)
def test_only_a_paper_that_counts_earns_one(state):
    paper = make_paper(state=state)

    if state in COUNTED:
        assert issue_certificate(paper).is_valid
        address = of_attempt(paper, "t") or ""
        assert address.endswith(f"/p/t/{paper.pk}/certificate/")
    else:
        with pytest.raises(NotEarned):
            issue_certificate(paper)


@given(
    st.decimals(0, 200, places=2),
    st.decimals("0.01", 200, places=2),
    st.integers(0, 100),
)
def test_enough_is_a_part_of_the_most(score, most, percent):
    assert is_enough(score, most, percent) == (
        Fraction(score) / Fraction(most) * 100 >= percent
    )


def test_a_voided_paper_ends_it_and_an_upheld_appeal_brings_it_back():
    paper, clerk = make_paper(), make_user()
    made = issue_certificate(paper)

    revoke_for(paper, by=clerk, because="两份答卷连错都一样。")
    revoked = Certificate.objects.get(pk=made.pk)
    assert not revoked.is_valid
    assert revoked.revoked_by == clerk

    revoke_for(paper, by=clerk, because="再点一次。")
    reinstate_for(paper, by=clerk, because="申诉成立。")
    assert Certificate.objects.get(pk=made.pk).is_valid
    assert verbs(made) == ["issue", "revoke", "reinstate"]


def test_a_voided_paper_is_enough_whoever_forgot_the_certificate():
    paper = make_paper()
    made = issue_certificate(paper)

    type(paper).objects.filter(pk=paper.pk).update(state=AttemptState.VOID)

    assert not Certificate.objects.for_pages().get(pk=made.pk).is_valid


def test_who_withdrew_is_named_no_more():
    paper = make_paper()
    made = issue_certificate(paper)
    withdraw(paper.participant)

    kept = Certificate.objects.for_pages().get(pk=made.pk)
    assert not kept.is_valid
    assert sheet_of(kept, root_url="").name == "已退出"
    assert "周" not in str(Certificate.objects.filter(pk=made.pk).values())


def test_a_contest_with_certificates_leads_to_the_check():
    with_them, without = (
        make_paper(certificate_from=percent).stage.contest for percent in (60, None)
    )

    shown = [
        "/certificates/" in [link.address for link in links_of_contest(contest)]
        for contest in (with_them, without)
    ]

    assert shown == [True, False]


def test_revoking_needs_a_reason():
    paper = make_paper()
    issue_certificate(paper)

    with pytest.raises(Refused):
        revoke_for(paper, by=make_user(), because=" ")

    assert verbs(Certificate.objects.get()) == ["issue"]


def test_revoking_where_there_is_none_is_nothing():
    assert revoke_for(make_paper(), by=None, because="作废。") is None


@pytest.mark.parametrize(
    "written",
    ["LX-QZ-2026-03-000001", " lx qz 2026 03 000001", "ＬＸ－ＱＺ－2026—03-000001"],
)
def test_a_number_is_found_however_it_is_typed(written):
    made = issue_certificate(make_paper(contest={"number_prefix": "LX-QZ-2026-03"}))
    code = f"{made.code[:4]} - {made.code[4:]}".lower()

    assert find_certificate(typed_number(written), code) == made
    assert find_certificate(typed_number(written), made.code[:-1]) is None
    assert find_certificate(typed_number(written), "") is None


@given(st.text(max_size=80), st.text(max_size=30))
def test_no_text_is_too_strange_to_look_for(number, code):
    number = typed_number(number).replace("\x00", "")

    assert find_certificate(number, code) is None


@pytest.mark.parametrize(
    ("score", "shown"),
    [("92.00", "92"), ("92.50", "92.5"), ("100.00", "100"), ("0.00", "0")],
)
def test_scores_are_written_without_idle_zeros(score, shown):
    assert plain(Decimal(score)) == shown
