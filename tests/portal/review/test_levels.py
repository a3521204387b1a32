"""GW-38: three people review, none of them wrote it, none of them twice."""

import pytest
from django.db import IntegrityError
from wagtail.models import Workflow

from portal.review.gate import NotReleased
from portal.review.ledger import Approval
from portal.review.levels import Level
from portal.review.workflow import sync_workflow
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from tests.portal.review.make import (
    act,
    approve,
    approve_up_to,
    fresh,
    release,
    submit,
)
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    make_columns()
    return make_news(live=False, first_published_at=None, last_published_at=None)


def verbs(page):
    return list(Event.objects.of(page).values_list("verb", flat=True))


def test_gw_38_three_reviews_by_three_people_publish(draft):
    page = release(draft)

    assert page.live
    assert Approval.objects.filter(page_id=page.pk).count() == 3
    assert verbs(page) == ["submitted", *["approved"] * 3, "published"]


def test_gw_38_two_reviews_do_not(draft):
    submit(draft)

    approve(draft, Level.FIRST, Level.SECOND)

    assert not fresh(draft).live


@pytest.mark.parametrize("level", Level)
def test_gw_38_the_author_reviews_at_no_level(draft, level):
    author = make_user(role=Role.REVIEWER)
    author.groups.add(*make_user(role=Role.CHIEF_EDITOR).groups.all())
    submit(draft, by=author)
    approve_up_to(draft, level)

    assert fresh(draft).current_workflow_task.get_actions(fresh(draft), author) == []
    with pytest.raises(NotReleased, match="自己的稿件"):
        act(draft, author)


def test_gw_38_the_owner_of_a_new_page_is_its_author(draft):
    owner = make_user(role=Role.REVIEWER)
    draft.owner = owner
    draft.save()
    submit(draft)

    with pytest.raises(NotReleased, match="自己的稿件"):
        act(draft, owner)


def test_gw_38_a_reviewer_who_changes_the_text_has_become_an_author(draft):
    reviewer = make_user(role=Role.REVIEWER)
    submit(draft)
    page = fresh(draft).get_latest_revision_as_object()
    page.title = "改了题目"
    page.save_revision(user=reviewer)

    with pytest.raises(NotReleased, match="自己的稿件"):
        act(draft, reviewer)


def test_gw_38_nobody_reviews_at_two_levels(draft):
    submit(draft)
    [first] = approve(draft, Level.FIRST)

    assert fresh(draft).current_workflow_task.get_actions(fresh(draft), first) == []
    with pytest.raises(NotReleased, match="一人只审一级"):
        act(draft, first)


def test_gw_38_not_even_with_every_role(draft):
    everything = make_user(role=Role.REVIEWER)
    everything.groups.add(*make_user(role=Role.CHIEF_EDITOR).groups.all())
    submit(draft)
    act(draft, everything)
    approve(draft, Level.SECOND)

    with pytest.raises(NotReleased, match="一人只审一级"):
        act(draft, everything)


def test_gw_38_the_database_refuses_it_as_well(draft):
    revision = submit(draft)
    [first] = approve(draft, Level.FIRST)
    state = fresh(draft).current_workflow_state

    with pytest.raises(IntegrityError):
        Approval.objects.create(
            page_id=draft.pk,
            revision=revision,
            workflow_state=state,
            level=Level.SECOND,
            by=first,
        )


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.CHIEF_EDITOR, Level.FIRST),
        (Role.CHIEF_EDITOR, Level.SECOND),
        (Role.REVIEWER, Level.FINAL),
        (Role.WEB_EDITOR, Level.FIRST),
        (Role.ADMINISTRATOR, Level.FINAL),
        (None, Level.FIRST),  # the superuser
    ],
)
def test_gw_38_each_level_has_its_role(draft, role, level):
    user = make_user(role=role)
    if role is None:
        User.objects.filter(pk=user.pk).update(is_superuser=True)
        user.refresh_from_db()
    submit(draft)
    approve_up_to(draft, level)

    with pytest.raises(NotReleased, match="审核人"):
        act(draft, user)


def test_e1_what_was_changed_while_in_review_is_reviewed_again(draft):
    submit(draft)
    approve(draft, Level.FIRST, Level.SECOND)
    page = fresh(draft).get_latest_revision_as_object()
    page.title = "悄悄换了题目"
    page.save_revision(user=make_user(role=Role.WEB_EDITOR))

    assert fresh(draft).current_workflow_task.name == "初审"
    approve(draft)
    assert fresh(draft).title == "悄悄换了题目"
    assert Approval.objects.filter(page_id=draft.pk).count() == 2 + 3


def test_e1_an_approved_text_overwritten_in_place_is_not_what_was_approved(draft):
    author = make_user(role=Role.WEB_EDITOR)
    revision = submit(draft, by=author)
    approve(draft, Level.FIRST, Level.SECOND)
    page = fresh(draft).get_latest_revision_as_object()
    page.title = "自动保存盖掉的题目"
    page.save_revision(user=author, overwrite_revision=revision)

    with pytest.raises(NotReleased, match="内容又改过"):
        approve(draft, Level.FINAL)

    assert not fresh(draft).live


def test_an_item_is_sent_back_with_a_reason(draft):
    submit(draft)
    reviewer = make_user(role=Role.REVIEWER)
    with pytest.raises(NotReleased, match="写明"):
        act(draft, reviewer, "reject", comment=" ")

    act(draft, reviewer, "reject", comment="数字核一下。")

    state = fresh(draft).current_workflow_state
    assert state.status == "needs_changes"
    assert Event.objects.of(draft).get(verb="sent_back").because == "数字核一下。"


def test_a_changed_live_item_needs_the_reviews_again(draft, client):
    page = release(draft)
    page.title = "第二版"
    page.correction_note = "题目改得更准。"
    submit(page)
    approve(page, Level.FIRST, Level.SECOND)

    assert "第二版" not in client.get(page.url).text
    approve(page, Level.FINAL)
    assert "第二版" in client.get(page.url).text


def test_gw_38_the_article_says_who_reviewed_it(draft, client):
    submit(draft)
    people = approve(draft)
    for person, name in zip(people, ["甲", "乙", "丙"], strict=True):
        assert person.get_full_name()
        User.objects.filter(pk=person.pk).update(first_name=name)

    html = client.get(fresh(draft).url).text

    assert "初审：林晓溪 复审：林晓溪 终审：林晓溪" in html


def test_the_workflow_is_made_once_and_put_right_again():
    sync_workflow()
    workflow = Workflow.objects.get(name="三审三校")
    workflow.workflow_tasks.all().delete()

    sync_workflow()

    assert [str(task) for task in workflow.tasks] == ["初审", "复审", "终审"]
    assert Workflow.objects.filter(name="三审三校").count() == 1


def test_my_reviews_are_those_that_i_may_take(draft):
    reviewer = make_user(role=Role.REVIEWER)
    submit(draft, by=reviewer)
    other = make_user(role=Role.REVIEWER)
    task = fresh(draft).current_workflow_task

    assert not task.get_task_states_user_can_moderate(reviewer).exists()
    assert task.get_task_states_user_can_moderate(other).count() == 1
