"""A contest is drafted, staged, cloned, corrected and thrown away in the CMS."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from quizzes.contests.models import (
    Attempt,
    Contest,
    DrawRule,
    RankPrize,
)
from quizzes.contests.services.readiness import missing
from quizzes.contests.workflow import (
    AttemptState,
    ContestState,
)
from tests.portal.make import make_unit
from tests.quizzes.judging.make import (
    make_chief,
    make_counted,
    make_editor,
    make_ready_contest,
)
from tests.quizzes.make import (
    make_pool,
    make_question,
    make_unit_entry,
)

pytestmark = pytest.mark.django_db
_A, _C = AttemptState, ContestState


def to(name, *args):
    return reverse(f"contests_desk:{name}", args=args)


def press(client, contest, verb, **typed):
    return client.post(
        to("act", contest.pk, verb), {"version": contest.version, **typed}
    )


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def rules_typed(**fields):
    texts = dict.fromkeys(
        (
            *("summary", "eligibility", "scoring_note", "prizes", "naming"),
            *("privacy", "appeals", "contact"),
        ),
        "见规则。",
    )
    return {
        "title": "双创知识竞赛",
        "slug": "county-2027",
        "number_prefix": "LX-QZ-2027-01",
        "opens_at": "2027-03-01T08:00",
        "closes_at": "2027-03-08T20:00",
        "least_per_unit": 10,
        "preview_days": 3,
        "version": 1,
        **texts,
        **fields,
    }


def stage_typed(**fields):
    return {
        "title": "初赛",
        "kind": "official",
        "opens_at": "2027-03-01T08:00",
        "closes_at": "2027-03-08T20:00",
        "attempts_per_day": 1,
        "attempts_in_all": 3,
        "grace": 5,
        "extension": "1",
        "keeps": "best",
        "mark_rule": "exact",
        "tie_rule": "time",
        "reveals": "close",
        "version": 1,
        "rules-TOTAL_FORMS": 2,
        "rules-INITIAL_FORMS": 0,
        "prizes-TOTAL_FORMS": 3,
        "prizes-INITIAL_FORMS": 0,
        **{
            f"rules-{n}-{name}": value
            for n in range(2)
            for name, value in (("points", "5"), ("easiest", 1), ("hardest", 5))
        },
        **fields,
    }


def test_a_contest_is_drafted_with_its_stages_and_published_by_another(client):
    client.force_login(make_editor())
    pool = make_pool(questions=[make_question() for _each in range(3)])
    unit = make_unit()

    made = client.post(to("add"), rules_typed(organiser=unit.pk))
    contest = Contest.objects.get()
    staged = client.post(
        to("add_stage", contest.pk),
        stage_typed(
            **{
                "rules-0-count": 3,
                "rules-0-pool": pool.pk,
                "rules-0-kinds": ["single", "multiple"],
            }
        ),
    )
    contest.refresh_from_db()

    assert (made.status_code, staged.status_code) == (302, 302), staged.text
    assert [each.verb for each in Event.objects.of(contest)] == ["draft", "change"]
    rule = DrawRule.objects.get()
    assert (rule.count, rule.kinds) == (3, ["single", "multiple"])
    page = client.get(to("case", contest.pk))
    assert "初赛" in page.text
    assert "发布以前还缺" not in page.text
    assert press(client, contest, "publish").status_code == 403
    client.force_login(make_chief())
    assert press(client, contest, "publish").status_code == 302
    contest.refresh_from_db()
    assert contest.state == _C.PUBLISHED


def test_what_is_missing_is_listed_before_and_after_the_button(client):
    client.force_login(make_chief())
    contest = make_ready_contest()
    contest.stages.all().delete()
    Contest.objects.update(prizes="")

    page, tried = client.get(to("case", contest.pk)), press(client, contest, "publish")

    assert tried.status_code == 422
    for text in (page.text, tried.text):
        assert "还没有写“奖项、数量和中奖机会”" in text
        assert "至少要有一个正式阶段" in text


def test_a_stage_is_changed_row_by_row_without_a_script(editor):
    contest = make_ready_contest(is_for_prizes=True)
    stage, rule = contest.stages.get(), DrawRule.objects.get()
    typed = stage_typed(
        **{
            "rules-INITIAL_FORMS": 1,
            "rules-0-id": rule.pk,
            "rules-0-DELETE": "on",
            "rules-0-count": 3,
            "rules-1-count": 2,
            "prizes-0-name": "一等奖",
            "prizes-0-count": 1,
            "prizes-0-prize": "书",
        }
    )

    response = editor.post(to("stage", stage.pk), typed)

    assert response.status_code == 302
    assert DrawRule.objects.get().count == 2
    assert RankPrize.objects.get().name == "一等奖"


def test_qz_09_a_prize_stage_cannot_be_made_longer(editor):
    stage = make_ready_contest(is_for_prizes=True).stages.get()

    response = editor.post(to("stage", stage.pk), stage_typed(extension="1.5"))

    assert response.status_code == 422
    assert "对大家一样" in response.text
    assert "1.5" in response.text


def test_qz_09_the_practice_of_a_prize_contest_can_be_made_longer(editor):
    contest = make_ready_contest(is_for_prizes=True)
    typed = stage_typed(kind="practice", extension="1.5", **{"rules-0-count": 3})

    response = editor.post(to("add_stage", contest.pk), typed)

    assert response.status_code == 302
    assert not any("倍数" in each for each in missing(contest))


def test_qz_03_published_rules_do_not_change(editor):
    contest = make_ready_contest(state=_C.PUBLISHED)
    stage = contest.stages.get()
    unit = contest.organiser_id

    answers = [
        editor.post(to("edit", contest.pk), rules_typed(organiser=unit, title="新名")),
        editor.post(to("stage", stage.pk), stage_typed(**{"rules-0-count": 1})),
        editor.post(to("delete_stage", stage.pk), {"version": 1}),
    ]

    assert [each.status_code for each in answers] == [422, 422, 302]
    contest.refresh_from_db()
    assert contest.title != "新名"
    assert contest.stages.count() == 1
    assert not Event.objects.of(contest).exists()


def test_qz_03_a_correction_stands_in_public_and_never_touches_the_prizes(client):
    client.force_login(make_chief())
    contest = make_ready_contest(state=_C.PUBLISHED)
    typed = {
        name: getattr(contest, name)
        for name in ("summary", "scoring_note", "naming", "privacy", "appeals")
    }
    typed |= {"eligibility": "本县居民。", "contact": "0000-1", "prizes": "汽车一辆"}

    response = press(client, contest, "correct", note="写漏了“居民”。", **typed)

    assert response.status_code == 302
    contest.refresh_from_db()
    assert (contest.eligibility, contest.prizes) == ("本县居民。", "没有奖。")
    public = Event.objects.of(contest).get().public_text
    assert "写漏了" in public
    assert "谁可以参加" in public


def test_a_draft_is_thrown_away_and_that_stays_written(editor):
    contest = make_ready_contest()
    make_unit_entry(contest)

    press(editor, contest, "discard")

    assert not Contest.objects.exists()
    assert Event.objects.get().verb == "discard"


def test_a_clone_has_the_rules_and_nobody_in_it(editor):
    contest = make_ready_contest(state=_C.FINAL, is_closed=True)
    stage = contest.stages.get()
    RankPrize.objects.create(stage=stage, name="一等奖", count=1)
    make_counted(contest)
    make_unit_entry(contest)

    response = editor.post(
        to("clone", contest.pk),
        {
            "title": "下一届",
            "slug": "next",
            "number_prefix": "T-NEXT",
            "opens_at": "2027-03-01T08:00",
        },
    )

    assert response.status_code == 302
    made = Contest.objects.get(slug="next")
    shift = made.opens_at - contest.opens_at
    assert (made.state, made.version, made.preview_until) == (_C.DRAFT, 1, None)
    assert made.closes_at - made.opens_at == contest.closes_at - contest.opens_at
    twin = made.stages.get()
    assert twin.opens_at - stage.opens_at == shift
    assert twin.draw_rules.get().pool == stage.draw_rules.get().pool
    assert twin.rank_prizes.get().name == "一等奖"
    assert made.eligibility == contest.eligibility
    assert not made.participants.exists()
    assert not made.unit_entries.exists()
    assert not Attempt.objects.filter(stage=twin).exists()
    taken = editor.post(
        to("clone", contest.pk),
        {
            "title": "又一届",
            "slug": "next",
            "number_prefix": "T-NEXT-2",
            "opens_at": "2027-03-01T08:00",
        },
    )
    assert taken.status_code == 422


def test_times_are_typed_as_local_times(editor):
    unit = make_unit()
    editor.post(to("add"), rules_typed(organiser=unit.pk))

    contest = Contest.objects.get()

    assert (
        f"{timezone.localtime(contest.opens_at):%Y-%m-%d %H:%M}" == "2027-03-01 08:00"
    )
    assert 'value="2027-03-01T08:00"' in editor.get(to("edit", contest.pk)).text
