"""What a clerk does on the case page, and what two clerks do at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from portal.users.models import User
from reports.complaints.desk.actions import ACTIONS, BY_VERB, open_to
from reports.complaints.models import (
    Complaint,
    ResponseTemplate,
)
from reports.complaints.services import handling, intake
from reports.complaints.workflow import (
    ComplaintState,
    DeclineReason,
    Finding,
    Outcome,
)
from tests.reports.complaints.make_desk import (
    act,
    make_clerk,
    make_complaint,
    make_inspector,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
S = ComplaintState


def state_of(complaint: Complaint) -> str:
    return Complaint.objects.get(pk=complaint.pk).state


# verb, where, what is filled in, where to: one line for each thing a desk does.
STEPS = [
    ("accept", S.SUBMITTED, {}, S.ACCEPTED),
    (
        "decline",
        S.SUBMITTED,
        {"reason": DeclineReason.OUTSIDE, "because": "不在本县。"},
        S.DECLINED,
    ),
    ("start_verifying", S.ACCEPTED, {}, S.VERIFYING),
    (
        "verify",
        S.VERIFYING,
        {"finding": Finding.TRUE, "means": "site", "text": "看到了。"},
        S.VERIFYING,
    ),
    ("ask_reporter", S.ACCEPTED, {"text": "在几号楼？"}, S.WAITING),
    ("dispatch", S.FILED, {"sheet_text": "清走垃圾。"}, S.DISPATCHED),
    ("recall", S.DISPATCHED, {"because": "派错了"}, S.RETURNED),
    ("accept_assignment", S.DISPATCHED, {}, S.HANDLING),
    ("return_assignment", S.DISPATCHED, {"because": "不归我管"}, S.RETURNED),
    ("ask_extension", S.HANDLING, {"because": "要等零件"}, S.HANDLING),
    ("hand_in", S.HANDLING, {"text": "清走了。"}, S.RESOLVED),
    ("redo", S.DISPUTED, {"because": "去看了，确实没清干净"}, S.REOPENED),
    ("uphold", S.DISPUTED, {"text": "看过了，已经清干净。"}, S.CLOSED),
    ("publish", S.FILED, {"text_public": "有垃圾", "masks_reviewed": "on"}, S.FILED),
    ("note", S.SUBMITTED, {"text": "来过两次电话"}, S.SUBMITTED),
    ("name_accused_unit", S.ACCEPTED, {"because": "反映队长"}, S.ACCEPTED),
]


@pytest.mark.parametrize(("verb", "state", "said", "new"), STEPS)
def test_a_clerk_takes_the_step_and_it_is_written_down(client, verb, state, said, new):
    client.force_login(make_clerk())
    complaint = make_complaint(state=state)
    n_events = Event.objects.of(complaint).count()

    response = act(client, complaint, verb, **said)

    assert response.status_code == 302
    assert state_of(complaint) == new
    if verb != "note":
        assert Event.objects.of(complaint).count() > n_events


def test_a_clerk_suspends_and_takes_up_again(client):
    client.force_login(make_clerk())
    complaint = make_complaint(state=S.HANDLING)
    day = timezone.localdate() + timedelta(days=40)

    act(client, complaint, "suspend", until=f"{day}", because="等工程立项")
    complaint.refresh_from_db()
    assert complaint.state == S.SUSPENDED

    act(client, complaint, "resume", because="立项了")

    assert state_of(complaint) == S.HANDLING


def test_an_inspector_checks_and_closes_what_a_clerk_may_not(client):
    complaint = make_complaint(state=S.RESOLVED)
    said = {
        "is_passed": "yes",
        "means": "site",
        "finding": Finding.TRUE,
        "outcome": Outcome.RESOLVED,
        "text": "清干净了。",
    }
    client.force_login(make_clerk())
    assert act(client, complaint, "check_result", **said).status_code == 403

    client.force_login(make_inspector())
    act(client, complaint, "check_result", **said)

    assert state_of(complaint) == S.CLOSED


def test_nobody_checks_their_own_work(client):
    inspector = make_inspector()
    complaint = make_complaint(state=S.HANDLING)
    handling.hand_in(complaint, by=inspector, text="我清走了。")
    client.force_login(inspector)

    response = act(
        client, complaint, "check_result", is_passed="no", means="site", text="再看看"
    )

    assert response.status_code == 422
    assert "处置的人不能自己核实" in response.text
    assert "再看看" in response.text


def test_cp_53_who_asked_for_time_does_not_decide_on_it(client):
    clerk, other = make_clerk(), make_clerk()
    complaint = make_complaint(state=S.HANDLING)
    handling.ask_extension(complaint, by=clerk, because="等零件")
    said = {"is_granted": "yes", "because": "可以"}

    client.force_login(clerk)
    assert "不能自己决定" in act(client, complaint, "decide_extension", **said).text
    complaint.refresh_from_db()
    client.force_login(other)
    act(client, complaint, "decide_extension", **said)

    assert Complaint.objects.get(pk=complaint.pk).n_extensions == 1


def test_two_clerks_at_once_the_second_sees_what_changed_and_keeps_the_words(client):
    complaint = make_complaint()
    seen = Event.objects.of(complaint).last()
    quicker = make_clerk()
    User.objects.filter(pk=quicker.pk).update(last_name="柳", first_name="青")
    slower = Complaint.objects.get(pk=complaint.pk)
    intake.change_category(
        complaint,
        by=quicker,
        category=make_complaint().category,
        because="其实是占道",
    )
    client.force_login(make_clerk())

    response = act(
        client,
        slower,
        "decline",
        seen=seen.pk if seen else 0,
        reason=DeclineReason.OUTSIDE,
        because="写了半天的话",
    )

    assert response.status_code == 409
    assert "别人刚刚处理过这一件" in response.text
    assert "柳青" in response.text
    assert "其实是占道" in response.text
    assert "写了半天的话" in response.text
    assert state_of(complaint) == S.SUBMITTED
    # Having read it, the second presses once more.
    version = response.context["attempt"].form.data["version"]
    again = client.post(
        reverse("desk:act", args=[complaint.pk, "decline"]),
        {
            "version": version,
            "reason": DeclineReason.OUTSIDE,
            "because": "写了半天的话",
        },
    )
    assert again.status_code == 302
    assert state_of(complaint) == S.DECLINED


def test_the_words_stay_even_where_the_step_is_no_longer_possible(client):
    complaint = make_complaint()
    slower = Complaint.objects.get(pk=complaint.pk)
    intake.accept(complaint, by=make_clerk())
    client.force_login(make_clerk())

    response = act(
        client,
        slower,
        "decline",
        reason=DeclineReason.OUTSIDE,
        because="写了半天的话",
    )

    assert response.status_code == 409
    assert "写了半天的话" in response.text
    assert state_of(complaint) == S.ACCEPTED


def test_cp_22_no_declining_without_words_nor_without_the_other_way(client):
    client.force_login(make_clerk())
    complaint = make_complaint()

    bare = act(client, complaint, "decline", reason=DeclineReason.OUTSIDE)
    wayless = act(
        client,
        complaint,
        "decline",
        reason=DeclineReason.OTHER_PROCEDURE,
        because="属于诉讼",
    )

    assert "请填写不予受理的说明" in bare.text
    assert "请填写应当走的渠道" in wayless.text
    assert "属于诉讼" in wayless.text
    assert state_of(complaint) == S.SUBMITTED


def test_the_page_offers_what_the_table_allows_and_nothing_else(client):
    clerk = make_clerk()
    offered = {action.verb for action in open_to(clerk, make_complaint())}

    assert {"accept", "decline", "change_category", "merge"} <= offered
    assert not offered & {"dispatch", "file", "hand_in", "redo", "check_result"}
    assert set(BY_VERB) == {action.verb for action in ACTIONS}
    assert len(BY_VERB) == len(ACTIONS)


FIT_ALWAYS = {
    "note",
    "reveal_contact",
    "renew_query_code",
    "publish_reply",
    "withdraw_reply",
    "name_accused_unit",
}


@pytest.mark.parametrize(
    "action",
    [action for action in ACTIONS if action.verb not in FIT_ALWAYS],
    ids=lambda action: action.verb,
)
def test_what_is_posted_out_of_place_leaves_no_trace(client, action):
    """Whatever is filled in: the services refuse, not the page."""
    user = make_user()
    user.is_superuser = True
    user.save()
    client.force_login(user)
    complaint = make_complaint()
    if action.fits(complaint):
        complaint = make_complaint(state=S.HANDLING)
    assert not action.fits(complaint)

    response = act(
        client,
        complaint,
        action.verb,
        text="x",
        because="x",
        finding=Finding.TRUE,
        outcome=Outcome.RESOLVED,
        means="site",
        is_passed="yes",
        is_granted="yes",
        until=f"{timezone.localdate() + timedelta(days=9)}",
        request=1,
        answer="x",
    )

    assert response.status_code in {404, 409, 422}
    assert Complaint.objects.get(pk=complaint.pk).version == complaint.version


def test_a_response_template_goes_behind_what_was_typed_without_a_script(client):
    client.force_login(make_clerk())
    complaint = make_complaint()
    template = ResponseTemplate.objects.create(
        title="不在本县", state=S.SUBMITTED, text="请联系邻县。"
    )

    response = act(
        client,
        complaint,
        "decline",
        insert="1",
        template=template.pk,
        because="您好。",
        reason=DeclineReason.OUTSIDE,
    )

    assert response.status_code == 200
    assert "您好。\n请联系邻县。" in response.text
    assert state_of(complaint) == S.SUBMITTED


def test_replies_are_given_out_and_taken_back(client):
    client.force_login(make_clerk())
    complaint = make_complaint(state=S.RESOLVED)
    reply = complaint.replies.get(kind="result")

    act(client, complaint, "publish_reply", reply=reply.pk, text_public="已清走")
    reply.refresh_from_db()
    assert reply.text_public == "已清走"
    complaint.refresh_from_db()
    act(client, complaint, "withdraw_reply", reply=reply.pk, because="有错字")

    reply.refresh_from_db()
    assert reply.text_public == ""


def test_another_complaints_reply_is_out_of_reach(client):
    client.force_login(make_clerk())
    foreign = make_complaint(state=S.RESOLVED).replies.get(kind="result")
    complaint = make_complaint(state=S.RESOLVED)

    response = act(
        client, complaint, "publish_reply", reply=foreign.pk, text_public="x"
    )

    assert response.status_code == 404


def test_routing_is_explained_where_it_is_to_be_dispatched(client):
    client.force_login(make_clerk())
    complaint = make_complaint(state=S.FILED)

    page = client.get(reverse("desk:case", args=[complaint.pk])).text

    assert complaint.category.unit.name in page
    assert "用类别自己的主办单位" in page


def test_what_was_returned_goes_out_again_as_a_ruling(client):
    client.force_login(make_clerk())
    unit = make_unit()
    complaint = make_complaint(state=S.DISPATCHED, unit=unit)
    act(client, complaint, "return_assignment", because="不归我管")
    complaint.refresh_from_db()
    page = client.get(reverse("desk:case", args=[complaint.pk])).text
    assert "不归我管" in page

    act(client, complaint, "dispatch", unit=unit.pk, sheet_text="清走")

    assert complaint.assignments.current().get().is_ruling


@pytest.mark.parametrize("verb", ["nothing", "delete"])
def test_an_unknown_verb_is_not_found(client, verb):
    client.force_login(make_clerk())

    assert act(client, make_complaint(), verb).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_bent_version_is_refused_not_crashed(client, version):
    client.force_login(make_clerk())
    complaint = make_complaint()

    response = client.post(
        reverse("desk:act", args=[complaint.pk, "accept"]), {"version": version}
    )

    assert response.status_code in {409, 422}
