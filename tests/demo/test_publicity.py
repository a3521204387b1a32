from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from portal.demo.context import Context
from portal.media.models import Recording
from portal.pages import PageTag
from publicity.demo import films
from publicity.demo.episodes import chapters_of, summary_of
from publicity.models import (
    AboutPage,
    Clause,
    EpisodePage,
    KnowledgeColumnPage,
    KnowledgePage,
    NewsPage,
    PsaPage,
    Regulation,
    RegulationVersion,
    TopicPage,
)
from publicity.numerals import parse_chinese_number
from publicity.workflow import ClauseKind, NewsKind, NormLevel, Validity, VersionState

DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def test_everything_is_there():
    assert NewsPage.objects.live().count() == 80
    assert EpisodePage.objects.count() == 60
    assert PsaPage.objects.count() == 24
    assert KnowledgePage.objects.count() == 40
    assert TopicPage.objects.count() == 8
    assert AboutPage.objects.count() == 6
    assert Regulation.objects.count() == 7
    assert Clause.objects.articles().count() == 138 + 21 + 10


def test_the_four_parts_of_knowledge_hold_ten_articles_each():
    assert sorted(
        (part.slug, part.numchild) for part in KnowledgeColumnPage.objects.all()
    ) == [("campaign", 10), ("etiquette", 10), ("health", 10), ("law", 10)]


def test_news_come_in_all_five_kinds():
    kinds = Counter(NewsPage.objects.live().values_list("kind", flat=True))

    assert set(kinds) == set(NewsKind.values)
    assert sum(kinds.values()) == 80


def test_there_is_a_programme_for_every_day():
    days = list(
        EpisodePage.objects.order_by("air_date").values_list("air_date", flat=True)
    )

    assert days[0] == date(2026, 9, 22)
    assert days[-1] == date(2026, 11, 20)
    assert len(set(days)) == (days[-1] - days[0]).days + 1


@pytest.mark.parametrize("model", [NewsPage, KnowledgePage, TopicPage, AboutPage])
def test_every_body_is_what_an_editor_could_have_saved(model):
    for page in model.objects.all():
        assert page.body
        page.body.stream_block.clean(page.body)


def test_every_kind_of_block_but_the_film_stands_in_some_news():
    kinds = {part.block_type for page in NewsPage.objects.all() for part in page.body}

    assert kinds == set(NewsPage.body.field.stream_block.child_blocks) - {"video"}


def test_every_picture_in_a_text_has_words_for_it():
    for page in [*NewsPage.objects.all(), *KnowledgePage.objects.all()]:
        for part in page.body:
            if part.block_type == "picture":
                assert part.value["alt"] == part.value["image"].description


def test_a_quotation_is_not_said_twice():
    page = NewsPage.objects.get(slug="n023")

    [quote] = [part.value for part in page.body if part.block_type == "quote"]
    rest = "".join(str(part.value) for part in page.body if part.block_type == "text")
    assert quote["who"] == "一位卖红薯的农户"
    assert quote["text"] not in rest


def test_news_name_their_area_where_there_is_one():
    assert NewsPage.objects.get(slug="n004").area.code == "P04"
    assert NewsPage.objects.get(slug="n080").area is None


def test_related_things_are_linked():
    page = NewsPage.objects.get(slug="n004")

    assert {row.unit.code for row in page.unit_mentions.all()} == {
        "JJDD",
        "CGJ",
        "CZSQ",
    }
    assert "交通秩序" in {tag.name for tag in page.tags.all()}
    assert "S03-11" in {row.item.code for row in page.standard_evidence.all()}


def test_rg_01_articles_follow_each_other_in_natural_order():
    for version in RegulationVersion.objects.all():
        articles = list(version.clauses.articles().filter(inserted=0))

        numbers = [parse_chinese_number(row.label[1:-1]) for row in articles]
        assert numbers == list(range(1, len(articles) + 1))
        assert [row.number for row in articles] == numbers


def test_the_page_of_a_clause_has_its_words(client):
    clause = Clause.objects.get(
        version__regulation__slug="city-appearance", anchor="art-17"
    )
    response = client.get(clause.get_absolute_url())

    assert response.status_code == 200
    assert "围挡要围严" in response.content.decode()


def test_every_article_stands_below_a_heading_and_those_in_force_have_plain_words():
    in_force = Clause.objects.in_force(DAY)
    for article in Clause.objects.articles().select_related("parent"):
        assert article.parent is not None
        assert article.parent.kind in {ClauseKind.CHAPTER, ClauseKind.SECTION}
        assert article.parent.version_id == article.version_id
        assert article.parent.position < article.position
        assert article.text
        assert article.plain_note or article not in in_force


def test_rg_06_every_regulation_is_a_published_document_and_marked_as_demonstration():
    with time_machine.travel(f"{DAY} 09:00+08:00", tick=False):
        states = {
            (regulation.slug, f"{version.effective_on:%Y-%m-%d}"): version.validity
            for regulation in Regulation.objects.all()
            for version in regulation.versions.all()
        }

    assert Counter(states.values()) == {
        Validity.IN_FORCE: 6,
        Validity.FUTURE: 1,
        Validity.REPEALED: 1,
    }
    assert states["dog-keeping", "2027-01-01"] == Validity.FUTURE
    assert states["frontage-three-duties", "2018-05-01"] == Validity.REPEALED
    for regulation in Regulation.objects.all():
        assert regulation.level == NormLevel.DOCUMENT
        assert regulation.is_demonstration
        assert regulation.drafted_by is not None
        for version in regulation.versions.all():
            assert version.state == VersionState.PUBLISHED


def test_a_clause_names_the_units_that_enforce_it():
    clause = Clause.objects.get(
        version__regulation__slug="city-appearance", anchor="art-17"
    )

    assert {unit.code for unit in clause.responsible_units.all()} == {"ZJJ", "STHJJ"}


def test_s_06_the_small_trades_have_the_figures_that_the_news_report():
    page = TopicPage.objects.get(slug="six-small-trades")
    figures = list(page.figures.all())

    assert [figure.actual for figure in figures] == [
        Decimal("61.0"),
        Decimal("68.4"),
        Decimal("82.2"),
        Decimal("86.4"),
    ]
    assert {figure.target for figure in figures} == {Decimal(85)}
    for figure, point in zip(
        figures, Context().relations["rates"]["points"], strict=True
    ):
        news = NewsPage.objects.get(slug=point["news"].lower())
        assert f"{figure.actual.normalize():f}%" in news.summary + str(news.body)


def test_s_07_each_of_the_seven_campaigns_has_figures_and_news():
    for page in TopicPage.objects.exclude(slug="six-small-trades"):
        told = PageTag.objects.filter(
            tag__in=page.tags.all(), content_object__in=NewsPage.objects.all()
        )

        assert page.figures.exists()
        assert all(0 <= figure.actual <= 100 for figure in page.figures.all())
        assert told.exists(), page


def test_tv_05_no_particular_of_an_advertisement_is_missing():
    for page in PsaPage.objects.all():
        assert page.slogan_lines
        assert page.valid_to > page.valid_from
        for name in (
            "theme",
            "script",
            "duration",
            "language",
            "producer",
            "rights_holder",
            "licence",
            "source_library",
            "approval_number",
            "placements",
        ):
            assert getattr(page, name), (page, name)


def test_tv_07_every_programme_has_a_transcript_and_chapters_within_its_length():
    for page in EpisodePage.objects.prefetch_related("chapters"):
        starts = [chapter.start for chapter in page.chapters.all()]

        assert page.transcript
        assert page.tip
        assert len(starts) in {3, 4}
        assert starts[0] == 0
        assert starts == sorted(set(starts))
        assert starts[-1] < page.duration


def test_a_summary_ends_with_a_sentence_and_leaves_the_greeting_out():
    assert summary_of("您好。今天开会。" + "很长" * 60 + "。") == "今天开会。"


def test_chapters_begin_with_what_is_said_then():
    captions = [
        {"start": second, "end": second + 4, "text": f"第{second}秒说的话"}
        for second in range(0, 40, 4)
    ]

    assert chapters_of(captions) == [
        (0, "第4秒说的话"),
        (12, "第12秒说的话"),
        (20, "第20秒说的话"),
        (32, "第32秒说的话"),
    ]


def test_films_are_left_to_the_worker_the_shared_ones_first():
    films.order_films(Context(films="later"))

    queued = DBTaskResult.objects.filter(task_path__startswith="publicity.demo.films")
    paths = list(queued.order_by("enqueued_at").values_list("task_path", flat=True))
    assert paths[0] == "publicity.demo.films.share_clips"
    assert Counter(paths) == {
        "publicity.demo.films.share_clips": 1,
        "publicity.demo.films.film_episode": 4,
        "publicity.demo.films.film_ad": 4,
    }


def test_no_film_is_ordered_where_none_is_wanted():
    films.order_films(Context(films="none"))

    assert not DBTaskResult.objects.exists()


def test_shared_clips_go_to_all_but_the_newest():
    words = Context().relations
    for clip in words["clips"]:
        title = words["clip_words"]["title"].format(what=clip["what"])
        Recording.objects.create(title=title, type="video", duration=12)

    films.make_clips()

    assert EpisodePage.objects.filter(video=None).count() == films.IN_FULL
    assert PsaPage.objects.filter(video=None).count() == films.IN_FULL
    assert Recording.objects.count() == len(words["clips"])


def test_a_film_made_twice_is_one_recording_and_stands_in_the_news_once():
    title = (
        Context()
        .relations["clip_words"]["episode"]
        .format(programme="双创进行时", number=60)
    )
    recording = Recording.objects.create(
        title=title, type="video", duration=71, captions="captions/a.vtt"
    )

    films.make_episode_film("tv60")
    films.make_episode_film("tv60")

    news = NewsPage.objects.get(slug="n080")
    assert EpisodePage.objects.get(slug="tv60").video == recording
    assert [part.block_type for part in news.body].count("video") == 1
    assert Recording.objects.count() == 1


def test_a_film_that_an_editor_chose_stays():
    chosen = Recording.objects.create(title="编辑选的", type="video", duration=5)
    EpisodePage.objects.filter(slug="tv60").update(video=chosen)
    Recording.objects.create(
        title="《双创进行时》第60期",
        type="video",
        duration=71,
        captions="captions/a.vtt",
    )

    films.make_episode_film("tv60")

    assert EpisodePage.objects.get(slug="tv60").video == chosen
