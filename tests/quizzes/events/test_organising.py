"""Written by one, published by another; changed in the open; called off with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.timeline.models import Event
from quizzes.events.models import Activity, SignUpContact, SignUpMessage
from quizzes.events.services.organising import (
    cancel_activity,
    publish_activity,
    save_activity,
)
from quizzes.events.services.reminding import remind
from quizzes.events.services.results import (
    as_shown,
    enter_results,
    lines_of,
    publish_results,
    read_lines,
)
from quizzes.events.services.signing_up import cancel_sign_up
from quizzes.events.services.telling import tell_those_concerned
from quizzes.events.workflow import ActivityState, SignUpState
from tests.portal.outbox.stub import gateway
from tests.portal.users.make import make_user
from tests.quizzes.events.make import (
    come,
    make_activity,
    make_draft,
    make_editor,
    make_head,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sms(settings):
    with gateway() as stub:
        settings.OUTBOX = {
            "sms": {
                "BACKEND": "portal.outbox.backends.SmsGateway",
                "OPTIONS": {"url": stub.url, "key": "k"},
            }
        }
        yield stub


def send(subject, verb):
    """Do what the worker does with the newest such step of `subject`."""
    event = Event.objects.of(subject).filter(verb=verb).latest("pk")
    tell_those_concerned.func(None, event.pk)


def over(**fields):
    return make_activity(starts_at=timezone.now() - timedelta(days=1), **fields)


def test_ex_07_who_wrote_it_does_not_publish_it():
    editor, reviewer = make_editor(), make_reviewer()
    activity = save_activity(None, make_draft(), by=editor)

    with pytest.raises(NotAllowed):
        publish_activity(activity, by=editor)
    publish_activity(activity, by=reviewer)

    assert activity.state == ActivityState.PUBLISHED
    verbs = Event.objects.of(activity).order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("draft", editor.pk), ("publish_activity", reviewer.pk)]


def test_ex_07_a_head_who_wrote_it_does_not_publish_it_either():
    head = make_head()
    activity = save_activity(None, make_draft(), by=head)

    with pytest.raises(SameHand):
        publish_activity(activity, by=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(
            state=ActivityState.PUBLISHED,
            published_at=timezone.now(),
            published_by=head,
        )


def test_what_is_public_is_changed_by_who_may_publish_and_the_page_says_so():
    activity = make_activity(slug="tree-day")
    draft = make_draft(slug="tree-day", host=activity.host, title="植树")

    with pytest.raises(NotAllowed):
        save_activity(activity, draft, by=make_editor())
    save_activity(activity, draft, by=make_head())

    event = Event.objects.of(activity).latest("pk")
    assert event.verb == "move_activity"
    assert "标题" in event.public_text
    assert "开始" in event.public_text


def test_of_two_editors_the_second_is_told():
    activity = save_activity(None, make_draft(slug="a"), by=make_editor())
    seen = Activity.objects.get()
    save_activity(activity, make_draft(slug="a", title="新"), by=make_editor())

    with pytest.raises(Stale):
        save_activity(seen, make_draft(slug="a", title="旧"), by=make_editor())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "结束要晚于开始"),
        ({"slug": "code"}, "另有用处"),
        ({"capacity": 0}, "名额不能少于"),
        ({"title": " "}, "请填写标题"),
    ],
)
def test_it_refuses_a_draft_that_cannot_be(fields, sentence):
    with pytest.raises(Refused, match=sentence):
        save_activity(None, make_draft(**fields), by=make_editor())
    assert not Activity.objects.exists()


def test_more_places_let_those_in_who_wait_and_fewer_than_taken_are_refused():
    activity = make_activity(capacity=1)
    come(activity)
    waiting = come(activity).sign_up
    changed = {
        name: getattr(activity, name)
        for name in ("slug", "host", "starts_at", "ends_at", "title", "place_text")
    }

    save_activity(activity, make_draft(**changed, capacity=2), by=make_head())
    waiting.refresh_from_db()
    assert waiting.state == SignUpState.CONFIRMED
    with pytest.raises(Refused, match="已经报上的2人"):
        save_activity(activity, make_draft(**changed, capacity=1), by=make_head())


def test_a_new_end_moves_the_day_of_deletion():
    activity = make_activity(slug="a")
    contact = come(activity).sign_up.contact
    later = activity.starts_at + timedelta(days=10)

    save_activity(
        activity,
        make_draft(slug="a", host=activity.host, starts_at=later),
        by=make_head(),
    )

    fresh = SignUpContact.objects.get()
    assert fresh.delete_on == contact.delete_on + timedelta(days=10)


def keep(activity, *, days, later=0):
    """Save it again as an editor does: other days to keep, an end some days later."""
    draft = make_draft(
        slug=activity.slug,
        host=activity.host,
        title=activity.title,
        place_text=activity.place_text,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at + timedelta(days=later),
        keep_days=days,
    )
    save_activity(activity, draft, by=make_head())


def test_pr_05_no_edit_keeps_them_longer_than_they_agreed_to():
    activity = make_activity(slug="a", keep_days=30)
    agreed = come(activity).sign_up.contact

    keep(activity, days=180)
    assert SignUpContact.objects.get().delete_on == agreed.delete_on
    keep(activity, days=180, later=2)
    assert SignUpContact.objects.get().delete_on == agreed.delete_on + timedelta(2)
    keep(activity, days=10)
    keep(activity, days=180)
    assert SignUpContact.objects.get().delete_on == agreed.delete_on - timedelta(18)
    later = come(activity).sign_up.contact
    assert later.delete_on == agreed.delete_on + timedelta(152)


def test_pr_05_what_is_over_is_kept_no_longer_by_a_later_end():
    with time_machine.travel(timezone.now() - timedelta(days=9), tick=False):
        activity = make_activity(slug="a")
        agreed = come(activity).sign_up.contact

    keep(activity, days=30, later=90)

    assert SignUpContact.objects.get().delete_on == agreed.delete_on


def test_pr_05_who_is_kept_longer_by_a_later_end_is_told_until_when(sms):
    activity = make_activity(slug="a")
    come(activity)

    keep(activity, days=30, later=2)
    send(activity, "move_activity")

    day = SignUpContact.objects.get().delete_on
    (got,) = sms.got
    assert f"{day.year}年{day.month}月{day.day}日删除" in got["content"]


def test_calling_it_off_tells_all_who_would_have_come_once(sms):
    activity = make_activity(capacity=1)
    come(activity, phone="13900000001")
    come(activity, phone="13900000002")
    gone = come(activity, phone="13900000003")
    cancel_sign_up(gone.sign_up)
    activity.refresh_from_db()

    cancel_activity(activity, by=make_head(), because="大雨")
    send(activity, "cancel_activity")
    send(activity, "cancel_activity")

    assert sorted(got["mobile"] for got in sms.got) == ["13900000001", "13900000002"]
    assert "大雨" in sms.got[0]["content"]
    assert SignUpMessage.objects.count() == 2


def test_it_is_not_called_off_without_a_reason_or_when_it_is_over():
    with pytest.raises(Refused, match="取消原因"):
        cancel_activity(make_activity(), by=make_head(), because=" ")
    with pytest.raises(Refused, match="已经结束"):
        cancel_activity(over(), by=make_head(), because="大雨")
    with pytest.raises(NotAllowed):
        cancel_activity(make_activity(), by=make_user(), because="大雨")


def test_who_moves_up_is_told_without_the_code(sms):
    activity = make_activity(capacity=1)
    first, second = come(activity), come(activity, phone="13900000009")

    cancel_sign_up(first.sign_up)
    send(second.sign_up, "move_up")

    (got,) = sms.got
    assert got["mobile"] == "13900000009"
    assert "报上" in got["content"]
    assert second.code not in got["content"]


def test_qz_06_reminders_go_out_the_day_before_by_day_and_once(sms):
    activity = make_activity(starts_at=datetime(2027, 3, 2, 1, tzinfo=UTC))
    with time_machine.travel(datetime(2027, 2, 20, 4, tzinfo=UTC), tick=False):
        made = come(activity).sign_up
        come(make_activity(starts_at=datetime(2027, 3, 3, 1, tzinfo=UTC)))

    with time_machine.travel(datetime(2027, 3, 1, 14, 30, tzinfo=UTC), tick=False):
        assert remind() == 0  # half past ten at night
    with time_machine.travel(datetime(2027, 3, 1, 2, tzinfo=UTC), tick=False):
        assert remind() == 1
        assert remind() == 0
    send(made, "remind")

    assert len(sms.got) == 1
    assert "明天" in sms.got[0]["content"]


def test_ex_07_results_are_public_when_another_has_looked_at_them():
    activity, head, other = over(), make_head(), make_head()

    enter_results(activity, read_lines("1,甲队,队伍,98,一等奖"), by=head)
    assert activity.results_public_at is None
    with pytest.raises(SameHand):
        publish_results(activity, by=head)
    publish_results(activity, by=other)
    assert Activity.objects.filter(results_public_at__isnull=False).exists()
    enter_results(activity, read_lines("1,乙队,队伍,99,一等奖"), by=other)
    assert not Activity.objects.filter(results_public_at__isnull=False).exists()


def test_no_results_before_it_has_begun():
    with pytest.raises(Refused, match="开始以后"):
        enter_results(make_activity(), read_lines("1,甲队,队伍"), by=make_head())


def test_qz_06_of_a_person_the_surname_is_kept_and_of_a_minor_nothing():
    typed = "1\t王小明\t个人\t98\t一等奖\n2，赵某某，未成年人，97，二等奖"

    person, minor = read_lines(typed)

    assert as_shown(person) == "王**"
    assert "赵" not in as_shown(minor)


@pytest.mark.parametrize("typed", ["1\t甲，乙队\t队伍\t9\t", "1,甲队,队伍,9,"])
def test_results_are_given_back_as_they_may_be_typed_again(typed):
    activity = over()
    enter_results(activity, read_lines(typed), by=make_head())

    assert read_lines(lines_of(activity)) == read_lines(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,甲", "第1行应有"),
        ("1,甲,大人", "第1行的类别"),
        ("1,,队伍", "第1行没有名称"),
        ("1,甲队,队伍\n\n2,乙", "第3行应有"),
        (f"1,{'甲' * 61},队伍", "太长"),
    ],
)
def test_a_faulty_table_is_refused_by_line(typed, sentence):
    with pytest.raises(Refused, match=sentence):
        read_lines(typed)
