"""What editors see of the figures, and who sees nothing."""

import csv
import io

import pytest
from django.urls import reverse

from portal.users.roles import Role
from quizzes.statistics.models import ItemStat
from quizzes.statistics.services.computing import compute_stage
from tests.portal.users.make import make_user
from tests.quizzes.make import make_contest, make_stage
from tests.quizzes.statistics.make import make_papers
from tests.quizzes.statistics.simulated import simulate

pytestmark = pytest.mark.django_db
SLOPES = [1.6, 1.4, 1.2, 1.5, 1.7, -1.5]


@pytest.fixture
def stage():
    made = make_papers(simulate(200, SLOPES, asked=6))
    compute_stage(made)
    return made


@pytest.fixture
def editor(client):
    client.force_login(make_user(role=Role.WEB_EDITOR))
    return client


def address(stage, name="stage"):
    return reverse(f"statistics_desk:{name}", args=[stage.pk])


def codes(response, stage):
    """Return the questions in the order of the page."""
    text = response.text
    known = ItemStat.objects.filter(stage=stage).values_list(
        "version__question__code", flat=True
    )
    return sorted(known, key=lambda code: text.index(f"<b>{code} v1</b>"))


def in_order(stage, name):
    return list(
        ItemStat.objects.filter(stage=stage)
        .order_by(name)
        .values_list("version__question__code", flat=True)
    )


def test_the_stages_are_listed_with_what_came_of_them(editor, stage):
    fresh = make_stage(make_contest(title="还没有人答的竞赛"), n_questions=1)

    shown = editor.get(reverse("statistics_desk:index"))

    assert address(stage) in shown.text
    assert address(fresh) in shown.text
    assert "还没有算" in shown.text


def test_the_dubious_question_comes_first_and_says_why(editor, stage):
    shown = editor.get(address(stage))

    worst = in_order(stage, "discrimination")[0]
    assert codes(shown, stage)[0] == worst
    assert "会的人反而答错" in shown.text
    assert "1题存疑" in shown.text


@pytest.mark.parametrize(
    "name", ["n", "facility", "deviation", "discrimination", "efficiency"]
)
def test_the_table_is_sorted_by_any_column_both_ways(editor, stage, name):
    values = dict(
        ItemStat.objects.filter(stage=stage).values_list(
            "version__question__code", name
        )
    )

    up = [
        values[code]
        for code in codes(editor.get(f"{address(stage)}?sort={name}"), stage)
    ]
    down = editor.get(f"{address(stage)}?sort=-{name}")

    assert up == sorted(values.values())
    assert [values[code] for code in codes(down, stage)] == up[::-1]


def test_unknown_columns_and_stages_are_404(editor, stage):
    assert editor.get(f"{address(stage)}?sort=stage__contest").status_code == 404
    assert editor.get("/cms/quizzes/statistics/0/").status_code == 404


def test_options_are_counted_with_their_words(editor, stage):
    shown = editor.get(address(stage))

    assert "✓ 倒水的商户：" in shown.text
    assert "环卫工人：" in shown.text


def test_the_table_to_download_has_the_same_figures(editor, stage):
    response = editor.get(address(stage, "csv"))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["题目"]: row for row in csv.DictReader(io.StringIO(text))}
    for stat in ItemStat.objects.filter(stage=stage).select_related(
        "version__question"
    ):
        row = rows[stat.version.question.code]
        assert row["答题人次"] == str(stat.n)
        assert row["难度系数%"] == f"{stat.facility:.2f}"
        # A minus is no formula: it gets a quote in front.
        assert row["区分度%"].lstrip("'") == f"{stat.discrimination:.2f}"


def test_what_too_few_answered_is_only_counted(editor):
    few = make_papers(simulate(20, SLOPES, asked=6))
    compute_stage(few)

    shown = editor.get(address(few))

    assert "另有6题" in shown.text
    assert "<b>T" not in shown.text


def test_an_editor_may_have_it_computed_now(editor):
    fresh = make_papers(simulate(40, SLOPES, asked=6))

    assert editor.get(address(fresh, "compute")).status_code == 405
    editor.post(address(fresh, "compute"))

    assert ItemStat.objects.filter(stage=fresh).count() == 6


@pytest.mark.parametrize("name", ["stage", "csv", "compute"])
def test_a_stranger_and_a_clerk_without_the_right_see_nothing(client, stage, name):
    method = client.post if name == "compute" else client.get
    assert method(address(stage, name)).status_code == 302

    client.force_login(make_user(role=Role.DESK))
    assert method(address(stage, name)).status_code == 403


def test_the_page_asks_fifteen_times_at_most(
    editor, stage, django_assert_max_num_queries
):
    editor.get(address(stage))

    with django_assert_max_num_queries(15):
        editor.get(address(stage))
