"""Only what everybody may read at this moment is found (E4, C9)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.directory.models import Unit
from publicity.models import Clause, Regulation, RegulationVersion
from publicity.workflow import ClauseKind, VersionState
from tests.portal.make import make_unit
from tests.publicity.make import make_episode, make_news

pytestmark = pytest.mark.usefixtures("home_page")


@pytest.fixture
def is_found(client):
    def look(word: str) -> bool:
        page = client.get("/search/", {"q": word})
        suggested = client.get("/search/suggest/", {"q": word}).json()
        on_page = 'class="hits' in page.text
        assert on_page == bool(suggested)
        return on_page

    return look


def make_clause(*, state=VersionState.PUBLISHED, days=-1, **fields) -> Clause:
    regulation = Regulation.objects.create(
        slug="lamps", title="路灯办法", issuer="县政府", topic="市容"
    )
    version = RegulationVersion.objects.create(
        regulation=regulation,
        effective_on=timezone.localdate() + timedelta(days=days),
        state=state,
    )
    clause: Clause = Clause.objects.create(
        version=version,
        kind=ClauseKind.ARTICLE,
        number=3,
        label="第三条",
        anchor="art-3",
        position=3,
        title="夜间巡灯",
        text="每晚巡查一次路灯。",
        **fields,
    )
    return clause


def test_a_live_page_is_found_at_once(is_found):
    make_news(title="麒麟桥通车")

    assert is_found("麒麟桥")


def test_e4_a_draft_is_not_found(is_found):
    make_news(title="麒麟桥通车", live=False)

    assert not is_found("麒麟桥")


def test_e4_the_draft_of_a_live_page_is_not_found(is_found):
    page = make_news(title="东桥通车")
    page.title = "麒麟桥通车"
    page.save_revision()

    assert not is_found("麒麟桥")


def test_c9_unpublishing_removes_at_once(is_found):
    page = make_news(title="麒麟桥通车")
    page.unpublish()

    assert not is_found("麒麟桥")


def test_c9_deleting_removes_at_once(is_found):
    make_news(title="麒麟桥通车").delete()

    assert not is_found("麒麟桥")


def test_e4_an_expired_page_is_not_found_before_the_tick(is_found):
    make_news(title="麒麟桥通车", expire_at=timezone.now() - timedelta(seconds=1))

    assert not is_found("麒麟桥")


@pytest.mark.parametrize("of_its_column", [False, True])
def test_e4_a_private_page_is_not_found(is_found, of_its_column):
    page = make_news(title="麒麟桥通车")
    PageViewRestriction.objects.create(
        page=page.get_parent() if of_its_column else page, restriction_type="login"
    )

    assert not is_found("麒麟桥")


def test_a_clause_in_force_is_found_with_its_address(client):
    make_clause()

    response = client.get("/search/", {"q": "夜间巡灯"})

    assert 'href="/regulations/lamps/art-3/"' in response.text
    assert "《路灯办法》第三条" in response.text


@pytest.mark.parametrize(
    ("state", "days"), [(VersionState.DRAFT, -1), (VersionState.PUBLISHED, 1)]
)
def test_e4_a_clause_not_in_force_is_not_found(is_found, state, days):
    make_clause(state=state, days=days)

    assert not is_found("夜间巡灯")


def test_e4_a_unit_that_is_no_more_is_not_found(is_found):
    unit = make_unit(name="麒麟办公室")
    assert is_found("麒麟")

    Unit.objects.filter(pk=unit.pk).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert not is_found("麒麟")


def test_a_heading_alone_is_not_offered(is_found):
    clause = make_clause()
    Clause.objects.filter(pk=clause.pk).update(kind=ClauseKind.CHAPTER)

    assert not is_found("夜间巡灯")


def test_the_columns_count_and_filter(client):
    make_news(title="麒麟桥通车")
    make_news(title="麒麟桥限行")
    make_episode(title="麒麟桥的一天")

    everything = client.get("/search/", {"q": "麒麟"})
    episodes = client.get("/search/", {"q": "麒麟", "column": "episodes"})

    assert "每日动态 2" in everything.text
    assert "今日双创 1" in everything.text
    assert "共找到<b>1</b>条" in episodes.text
    assert "每日动态 2" in episodes.text
    assert episodes.text.count('<h2 class="h3">') == 1


def test_the_days_filter(client):
    now = timezone.now()
    make_news(title="麒麟桥通车", published_at=now - timedelta(days=40))
    make_news(title="麒麟桥限行", published_at=now - timedelta(days=2))
    day = timezone.localdate() - timedelta(days=7)

    newer = client.get("/search/", {"q": "麒麟", "from": f"{day}"})
    older = client.get("/search/", {"q": "麒麟", "to": f"{day}"})

    assert "麒麟</mark>桥限行" in newer.text
    assert "麒麟</mark>桥通车" not in newer.text
    assert "麒麟</mark>桥通车" in older.text
    assert "麒麟</mark>桥限行" not in older.text


def test_nothing_in_this_column_points_at_the_others(client):
    make_news(title="麒麟桥通车")

    response = client.get("/search/", {"q": "麒麟", "column": "episodes"})

    assert "别的栏目里有1条" in response.text


def test_a_result_page_is_not_to_be_indexed(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=a").text


def test_it_sets_no_cookie(client):
    assert not client.get("/search/?q=a").cookies
    assert not client.get("/search/suggest/?q=a").cookies


@pytest.mark.parametrize("count", [2, 30])
def test_the_number_of_queries_does_not_grow(
    client, django_assert_max_num_queries, count
):
    for number in range(count):
        make_news(title=f"麒麟桥第{number}天")
        make_episode(title=f"麒麟桥第{number}期")
    client.get("/search/", {"q": "麒麟"})

    with django_assert_max_num_queries(7):
        client.get("/search/", {"q": "麒麟桥巡查"})


def test_very_common_words_come_newest_first(client):
    now = timezone.now()
    for age in (5, 1, 3):
        make_news(title=f"麒麟桥{age}天前", published_at=now - timedelta(days=age))

    text = client.get("/search/", {"q": "麒麟桥"}).text

    assert text.index("1天前") < text.index("3天前") < text.index("5天前")
