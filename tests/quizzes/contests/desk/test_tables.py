"""Units and results as tables: what goes in, what comes out, and to whom."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.sheets import write_xlsx
from portal.timeline.models import Event
from portal.users.roles import Role
from quizzes.contests.models import (
    Attempt,
    Contest,
    Participant,
    ParticipantContact,
    RankPrize,
    Standing,
    UnitEntry,
)
from quizzes.contests.workflow import (
    AttemptState,
    ContestState,
    FlagKind,
)
from quizzes.judging.flags import Suspicion
from quizzes.judging.services.flagging import raise_flags
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_editor,
    make_judge,
    make_ready_contest,
)
from tests.quizzes.make import (
    make_participant,
    make_unit_entry,
)

PHONE = "13800138000"
pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


def to(name, *args):
    return reverse(f"contests_desk:{name}", args=args)


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def upload(
    client,
    contest,
    rows,
    header=("单位", "班级或科室", "申报人数", "未成年人班级"),
    **typed,
):
    table = SimpleUploadedFile("units.xlsx", write_xlsx(header, rows))
    return client.post(
        to("import_units", contest.pk),
        {"table": table, "version": contest.version, **typed},
    )


def test_qz_06_a_unit_that_is_made_a_class_gives_up_names_phones_and_places(editor):
    contest = make_ready_contest(state=_C.PUBLISHED)
    unit = make_unit(short_name="城关小学")
    entry = make_unit_entry(contest, unit=unit, label="301班", headcount=40)
    pupils = [
        make_participant(contest, unit_entry=entry, name=name, shown_name=name)
        for name in ("陈小雨", "何亮")
    ]
    make_counted(contest, participant=pupils[0], score=10)
    ParticipantContact.objects.create(
        participant=pupils[0],
        contest=contest,
        phone=PHONE,
        phone_hash="x",
        consented_at=timezone.now(),
        delete_on=timezone.localdate(),
    )

    upload(editor, contest, [["城关小学", "301班", "40", "是"]], note="登记时漏选。")

    found = Participant.objects.filter(unit_entry=entry).order_by("pk")
    assert [(each.name, each.is_minor) for each in found] == [
        ("1号", True),
        ("2号", True),
    ]
    assert "陈小雨" not in str(found.values())
    assert not Standing.objects.shown().exists()
    assert Standing.objects.filter(is_counted=True).exists()
    assert not ParticipantContact.objects.exists()


def test_units_are_imported_whole_or_not_at_all(editor):
    contest = make_ready_contest()
    make_unit(short_name="城关小学")
    make_unit(short_name="水利局")

    bad = upload(
        editor,
        contest,
        [
            ("城关小学", "三年级一班", "45", "是"),
            ("没有的局", "", "x", ""),
            ("水利局", "", "0", ""),
        ],
    )
    assert bad.status_code == 422
    assert "第3行" in bad.text
    assert "第4行" in bad.text
    assert not UnitEntry.objects.exists()
    good = upload(
        editor,
        contest,
        [("城关小学", "三年级一班", "45", "是"), ("水利局", "", "120", "")],
    )

    assert good.status_code == 302
    school, bureau = UnitEntry.objects.order_by("headcount")
    assert (school.is_of_minors, bureau.is_of_minors) == (True, False)
    assert len({school.code, bureau.code}) == 2
    book = load_workbook(io.BytesIO(editor.get(to("units_xlsx", contest.pk)).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][-1] == "参赛码"
    assert {row[-1] for row in rows[1:]} == {school.code, bureau.code}
    again = upload(editor, contest, [row[:4] for row in rows[1:]])
    assert again.status_code == 302
    assert {each.code for each in UnitEntry.objects.all()} == {school.code, bureau.code}


def test_a_headcount_is_changed_in_the_open_once_published(editor):
    contest = make_ready_contest(state=_C.PUBLISHED)
    entry = make_unit_entry(contest)
    typed = {"unit": entry.unit_id, "headcount": 60, "version": 1}

    refused = editor.post(to("units", contest.pk), typed)
    done = editor.post(to("units", contest.pk), {**typed, "note": "漏报10人。"})

    assert (refused.status_code, done.status_code) == (422, 302)
    entry.refresh_from_db()
    assert entry.headcount == 60
    assert "漏报10人" in Event.objects.of(contest).get().public_text


def test_a_unit_somebody_plays_for_stays(editor):
    contest = make_ready_contest()
    empty, played_for = make_unit_entry(contest), make_unit_entry(contest)
    make_participant(contest, unit_entry=played_for)

    for entry in (empty, played_for):
        editor.post(to("delete_unit", entry.pk), {"version": 1})

    assert list(UnitEntry.objects.all()) == [played_for]


def make_final_contest():
    contest = make_ready_contest(state=_C.FINAL, is_closed=True, is_for_prizes=True)
    RankPrize.objects.create(stage=contest.stages.get(), name="一等奖", count=1)
    for score in (15, 10):
        attempt = make_counted(contest, score=score)
        ParticipantContact.objects.create(
            participant=attempt.participant,
            contest=contest,
            phone=PHONE if score == 15 else "13900139000",
            phone_hash=str(score),
            consented_at=timezone.now(),
            consent_text="…",
            verified_at=timezone.now(),
            delete_on=timezone.localdate(),
        )
    return contest


def rows_in(response):
    book = load_workbook(io.BytesIO(response.content))
    return [list(map(str, row)) for row in book.active.iter_rows(values_only=True)]


def test_q6_results_are_exported_with_flags_and_without_contacts(client):
    contest = make_final_contest()
    first = Attempt.objects.get(score=15)
    Contest.objects.update(state=_C.REVIEWING)
    raise_flags([Suspicion(first.pk, FlagKind.TOO_FAST, "每秒40字。")])
    client.force_login(make_user(role=Role.HEAD))

    response = client.get(to("results_xlsx", contest.pk))

    rows = rows_in(response)
    assert len(rows) == 3
    assert rows[1][1:3] == ["1", "一等奖"]
    assert "每秒40字" in rows[1][-1]
    assert "待核" in rows[1]
    assert PHONE not in str(rows)
    assert "no-store" in response["Cache-Control"]
    assert Event.objects.of(contest).filter(verb="export_results").count() == 1
    client.force_login(make_chief())
    assert client.get(to("results_xlsx", contest.pk)).status_code == 403


def test_pr_21_phones_of_winners_alone_are_shown_for_a_reason(client):
    contest = make_final_contest()
    client.force_login(make_judge())
    address = to("winners_xlsx", contest.pk)

    assert client.post(address).status_code == 422
    response = client.post(address, {"because": "通知领奖"})

    rows = rows_in(response)
    assert len(rows) == 2
    assert PHONE in rows[1]
    assert "13900139000" not in str(rows)
    event = Event.objects.of(contest).get()
    assert (event.verb, event.because) == ("reveal_contacts", "1人：通知领奖")
    client.force_login(make_user(role=Role.HEAD))
    assert client.post(address, {"because": "看看"}).status_code == 403


def test_pr_21_no_phone_is_shown_before_the_results_are_final(client):
    contest = make_final_contest()
    Contest.objects.update(state=_C.PREVIEW)
    client.force_login(make_judge())

    response = client.post(to("winners_xlsx", contest.pk), {"because": "想先联系"})

    assert response.status_code == 422
    assert PHONE not in response.text
    assert not Event.objects.exists()


def test_the_export_reads_any_number_of_papers_with_few_queries(
    client, django_assert_max_num_queries
):
    contest = make_ready_contest(state=_C.REVIEWING, is_closed=True)
    client.force_login(make_judge())
    for n in range(12):
        make_counted(contest, score=n)
    client.get(to("results", contest.pk))

    with django_assert_max_num_queries(14):
        client.get(to("results_xlsx", contest.pk))
