"""The desk of exposures in the CMS: three people, each with their own buttons."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.evidence.owners import can_redact, can_view
from portal.users.roles import Role
from reports.complaints.models.scopes import DeskScope
from reports.exposures.desk.actions import ACTIONS, open_to
from reports.exposures.desk.words import VERBS
from reports.exposures.models import (
    Exposure,
    ExposureBatch,
    ExposureEvidence,
    Flag,
    UnitStatement,
)
from reports.exposures.workflow import ExposureState, FlagReason
from reports.notices.workflow import NoticeState
from tests.portal.users.make import make_user
from tests.reports.exposures.make import (
    make_author,
    make_batch,
    make_chief,
    make_evidence,
    make_exposure,
    make_head,
    make_law,
    make_public,
    make_ready,
    make_reviewer,
    make_staff,
)
from tests.reports.notices.make import make_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_S = ExposureState


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def do(client, exposure, verb, **fields):
    exposure = Exposure.objects.get(pk=exposure.pk)
    return client.post(
        reverse("exposure_desk:act", args=[exposure.pk, verb]),
        {"version": exposure.version, **fields},
    )


def test_from_draft_to_page_by_three_people_in_the_cms(as_):
    author, reviewer, head = make_author(), make_reviewer(), make_head()
    batch, notice, law = make_batch(), make_notice(state=NoticeState.SERVED), make_law()
    sample = make_exposure(n_pictures=0)
    client = as_(author)
    answer = client.post(
        reverse("exposure_desk:new"),
        {
            "kind": "unit",
            "batch": batch.pk,
            "notice_number": notice.number,
            "reason_code": "slow",
            "area": sample.area.pk,
            "clauses": [law.pk],
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    exposure = Exposure.objects.get(batch=batch)
    assert exposure.title == notice.title
    for _picture in range(2):
        evidence = make_evidence()
        do(client, exposure, "add_picture", evidence=evidence.public_id, role="before")
    do(client, exposure, "hand_to_check")

    client = as_(reviewer)
    ticks = dict.fromkeys(
        ("has_no_faces", "has_no_minors", "has_no_secrets", "names_nobody"), "on"
    )
    do(client, exposure, "check_privacy", **ticks)
    do(client, exposure, "review", comment="可以")
    do(client, exposure, "notify_unit")
    assert do(client, exposure, "publish").status_code == 403

    client = as_(head)
    do(client, exposure, "approve")
    page = client.get(reverse("exposure_desk:case", args=[exposure.pk])).text
    assert "单位还没有陈述" in page
    assert do(client, exposure, "publish").status_code == 422
    as_(author)
    do(client, exposure, "file_statement", text="已增派人手。", post="办公室主任")
    as_(head)
    answer = do(client, exposure, "publish")

    assert answer.status_code == 302
    found = Exposure.objects.get(pk=exposure.pk)
    assert client.get(found.get_absolute_url()).status_code == 200


def test_a_refusal_keeps_what_was_typed(as_):
    exposure = make_public()

    answer = do(
        as_(make_head()), exposure, "retract", reason="place", text="", requested_on=""
    )

    assert answer.status_code == 422
    assert "请填写撤回说明" in answer.text
    assert 'value="place" selected' in answer.text


def test_who_was_slower_is_told_so(as_):
    exposure = make_public()
    client = as_(make_head())
    Exposure.objects.filter(pk=exposure.pk).update(version=7)

    answer = client.post(
        reverse("exposure_desk:act", args=[exposure.pk, "retract"]),
        {"version": 1, "reason": "place", "text": "写了很久的话"},
    )

    assert answer.status_code == 409
    assert "写了很久的话" in answer.text
    assert Exposure.objects.get().is_public


ADDRESSES = [
    ("start", "get"),
    ("new", "get"),
    ("new_batch", "get"),
    ("case", "get"),
    ("edit", "get"),
    ("bulk", "post"),
]


@pytest.mark.parametrize(("name", "method"), ADDRESSES)
def test_c10_a_stranger_gets_nowhere(as_, name, method):
    exposure = make_exposure()
    args = [exposure.pk] if name in {"case", "edit"} else []
    address = reverse(f"exposure_desk:{name}", args=args)

    assert getattr(as_(make_user()), method)(address).status_code in {302, 403}
    web = as_(make_staff(Role.WEB_EDITOR))
    assert getattr(web, method)(address).status_code == 403


def test_c10_whoever_works_for_a_unit_does_not_read_drafts(as_):
    exposure = make_exposure()
    handler = make_author()
    DeskScope.objects.create(user=handler, unit=exposure.unit)
    client = as_(handler)

    for name, args in (("start", []), ("case", [exposure.pk]), ("new", [])):
        address = reverse(f"exposure_desk:{name}", args=args)
        assert client.get(address).status_code == 403, name
    assert do(client, exposure, "hand_to_check").status_code == 403


def test_who_checks_and_who_approves_sees_the_pictures():
    evidence = make_exposure().evidence_links.first().evidence

    assert can_redact(evidence, make_reviewer())
    assert can_view(evidence, make_head())
    assert not can_view(evidence, make_staff(Role.WEB_EDITOR))


@pytest.mark.parametrize("role", [Role.WEB_EDITOR, Role.INSPECTOR, Role.REVIEWER])
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.verb)
def test_e1_each_button_asks_for_its_right(as_, action, role):
    person = make_staff(role)
    exposure = make_exposure(n_pictures=0)

    answer = do(as_(person), exposure, action.verb)

    is_allowed = action.is_allowed(person)
    assert (answer.status_code == 403) == (not is_allowed)
    assert (action in open_to(person, exposure)) <= is_allowed


def test_no_role_writes_and_approves():
    for role in Role:
        person = make_staff(role)
        verbs = {action.verb for action in ACTIONS if action.is_allowed(person)}
        assert not {"hand_to_check", "review"} <= verbs, role
        assert not {"hand_to_check", "approve"} <= verbs, role
        assert not {"review", "approve"} <= verbs, role


def test_a_batch_is_opened_and_published_as_a_whole(as_):
    client = as_(make_author())
    client.post(reverse("exposure_desk:new_batch"), {"cover_text": "本期五件。"})
    batch = ExposureBatch.objects.get()
    ready, unready = make_ready(batch=batch), make_exposure(batch=batch)

    answer = as_(make_chief()).post(
        reverse("exposure_desk:publish_batch", args=[batch.number])
    )

    assert "已曝光1件" in answer.text
    assert "1件没有曝光" in answer.text
    assert Exposure.objects.get(pk=ready.pk).is_public
    assert not Exposure.objects.get(pk=unready.pk).is_public


def test_pictures_statements_and_flags_are_dealt_with(as_):
    exposure = make_exposure()
    link = exposure.evidence_links.first()
    client = as_(make_author())
    client.post(reverse("exposure_desk:picture", args=[exposure.pk, link.pk]))
    assert not ExposureEvidence.objects.filter(pk=link.pk).exists()

    public = make_public()
    statement = UnitStatement.objects.get()
    flag = Flag.objects.create(exposure=public, reason=FlagReason.PLACE)
    client = as_(make_reviewer())
    address = reverse("exposure_desk:statement", args=[public.pk, statement.pk])
    client.post(address, {"is_verified": "yes"})
    address = reverse("exposure_desk:flag", args=[public.pk, flag.pk])
    client.post(address, {"outcome": "核对无误"})

    client.post(
        reverse("exposure_desk:statement", args=[public.pk, statement.pk]),
        {"text_public": "已增派。", "because": "删去一个人的姓名"},
    )

    statement.refresh_from_db()
    assert statement.is_verified
    assert (statement.text_public, statement.text) == ("已增派。", "已增派人手。")
    assert not Flag.objects.open().exists()


@pytest.mark.parametrize("tab", ["preparing", "public", "review", "flagged", "ended"])
def test_each_tab_opens(as_, tab):
    make_public(review_on=timezone.localdate())
    make_exposure()

    answer = as_(make_chief()).get(reverse("exposure_desk:start"), {"tab": tab})

    assert answer.status_code == 200


def test_a_draft_is_changed_until_it_is_handed_on(as_):
    exposure = make_exposure(n_pictures=0)
    client = as_(make_author())
    address = reverse("exposure_desk:edit", args=[exposure.pk])
    fields = {
        "batch": exposure.batch.pk,
        "title": "新的标题",
        "facts": exposure.facts,
        "reason_code": "weak",
        "found_at": "2026-11-20T10:00",
        "area": exposure.area.pk,
        "clauses": [each.pk for each in exposure.clauses.all()],
    }

    assert client.post(address, fields).status_code == 302
    assert Exposure.objects.get().title == "新的标题"
    Exposure.objects.update(state=_S.LEGAL_CHECK)
    answer = client.post(address, {**fields, "title": "又改"})
    assert answer.status_code == 422
    assert "又改" in answer.text


@pytest.mark.once
def test_every_step_has_a_word():
    # What the head and the unit say is written down under other names.
    acts = {action.verb for action in ACTIONS} - {"approve", "file_statement"}

    assert acts <= set(VERBS)
