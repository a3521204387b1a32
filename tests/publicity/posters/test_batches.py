"""Many posters as one PDF: ordered, drawn by the worker, kept for a week."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal import fonts
from portal.jobs.retry import GiveUp
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from publicity.models import PosterBatch
from publicity.services import poster_batches as batches
from publicity.workflow import BATCH_STEPS, BatchState
from tests.portal.users.make import make_user
from tests.publicity.make import make_knowledge, make_news, make_psa
from tests.publicity.make_reading import make_clause, make_version
from tests.publicity.posters.make import qr_codes, read, words

pytestmark = pytest.mark.django_db
needs_font = pytest.mark.skipif(
    fonts.chinese_faces() is None, reason="no Chinese font on this machine"
)
draw = batches.draw_batch.func


class _Context:
    """What the worker hands to a task; only a retry would look into it."""


def run(batch):
    """Do what the worker does, once."""
    try:
        draw(_Context(), batch.pk, attempt=99)
    finally:
        batch.refresh_from_db()


def make_batch(*pages, **fields):
    return batches.order_batch(
        "几篇文章",
        [("page", page.pk) for page in pages],
        by=User.objects.first() or make_user(role=Role.WEB_EDITOR),
        **fields,
    )


@needs_font
def test_a_batch_is_one_pdf_in_the_order_asked_for():
    version = make_version()
    clause = make_clause(version, 3, text="不乱贴。", penalty="罚五十元。")
    psa, news = make_psa(), make_news()
    batch = batches.order_batch(
        "一批",
        [("page", psa.pk), ("clause", clause.pk), ("page", news.pk)],
        by=make_user(role=Role.WEB_EDITOR),
        paper="a3",
        columns=2,
    )

    run(batch)

    assert (batch.state, batch.done_count, batch.failure) == ("ready", 3, "")
    pdf = batch.file.read()
    assert len(read(pdf).pages) == 3
    assert qr_codes(pdf, 0) == [psa.full_url]
    assert "罚五十元。" in words(pdf, 1)
    assert qr_codes(pdf, 2) == [news.full_url]


@needs_font
def test_r1_a_run_that_was_killed_begins_anew_and_a_second_run_rests():
    batch = make_batch(make_news(), make_psa())
    PosterBatch.objects.update(state=BatchState.DRAWING, done_count=1)

    run(batch)
    first = batch.file.name
    run(batch)

    assert (batch.state, batch.done_count) == ("ready", 2)
    assert batch.file.name == first


@needs_font
def test_two_workers_at_one_batch_leave_one_file():
    batch = make_batch(make_news())
    other = PosterBatch.objects.get()
    run(batch)

    batches._finish(other, b"%PDF-late")

    batch.refresh_from_db()
    assert batch.file.read().startswith(b"%PDF-1")
    assert Event.objects.of(batch).filter(verb="finish_posters").count() == 1


@needs_font
def test_what_was_taken_down_meanwhile_is_left_out():
    gone, stays = make_news(title="撤下的"), make_psa()
    batch = make_batch(gone, stays)
    gone.unpublish()

    run(batch)

    assert (batch.state, batch.done_count, batch.total) == ("ready", 1, 2)


@needs_font
def test_where_all_was_taken_down_it_says_so():
    news = make_news()
    batch = make_batch(news)
    news.unpublish()

    with pytest.raises(GiveUp):
        run(batch)

    assert batch.state == "failed"
    assert "重新选" in batch.failure


def test_without_a_font_it_says_what_to_do_and_may_be_tried_again(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(fonts, "DIRECTORIES", [tmp_path])
    batch = make_batch(make_news())

    with pytest.raises(GiveUp):
        run(batch)

    assert batch.state == "failed"
    assert "字体" in batch.failure
    batches.order_again(batch, by=User.objects.get())
    assert (batch.state, batch.failure) == ("waiting", "")


@needs_font
def test_after_a_week_the_file_goes_and_can_be_drawn_again(
    django_capture_on_commit_callbacks,
):
    batch = make_batch(make_news())
    run(batch)
    storage, name = batch.file.storage, batch.file.name

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        batches.remove_expired()
    assert storage.exists(name)
    with (
        time_machine.travel(timezone.now() + timedelta(days=8)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        batches.remove_expired()

    batch.refresh_from_db()
    assert (batch.state, batch.file.name) == ("expired", "")
    assert not storage.exists(name)
    batches.order_again(batch, by=User.objects.get())
    run(batch)
    assert batch.state == "ready"


@pytest.mark.parametrize("count", [0, batches.MOST + 1])
def test_an_empty_or_endless_batch_is_refused(count):
    with pytest.raises(ValidationError):
        batches.order_batch(
            "x",
            [("page", key) for key in range(count)],
            by=make_user(role=Role.WEB_EDITOR),
        )

    assert not PosterBatch.objects.exists()


def test_every_state_of_a_batch_has_a_row_and_can_be_reached():
    assert set(BATCH_STEPS) == set(BatchState)
    reached = {BatchState.WAITING}.union(*BATCH_STEPS.values())
    assert reached == set(BatchState)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (old, new)
        for old in BatchState
        for new in BatchState
        if new not in BATCH_STEPS[old]
    ],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    batch = make_batch(make_news())
    PosterBatch.objects.update(state=old)
    events = Event.objects.of(batch).count()

    with pytest.raises(TransitionNotAllowed):
        batches._step(batch, new, by=None)

    batch.refresh_from_db()
    assert batch.state == old
    assert Event.objects.of(batch).count() == events


@pytest.fixture
def editor(client):
    editor = make_user(role=Role.WEB_EDITOR)
    client.force_login(editor)
    return client


def test_an_editor_orders_all_penalties_of_a_regulation(editor):
    version = make_version()
    make_clause(version, 1, text="总则。")
    fined = make_clause(version, 2, text="不乱贴。", penalty="罚五十元。")

    response = editor.post(
        "/cms/poster-batches/",
        {
            "source": f"penalties-{version.regulation_id}",
            "paper": "a4",
            "columns": "1",
        },
    )

    batch = PosterBatch.objects.get()
    assert response.url == f"/cms/poster-batches/{batch.pk}/"
    assert batch.items == [["clause", fined.pk]]
    shown = editor.get(response.url).text
    assert '<progress id="progress" value="0" max="1">' in shown
    assert '<meta http-equiv="refresh"' in shown


def test_an_editor_orders_a_column_of_knowledge(editor):
    article = make_knowledge()
    make_knowledge(live=False)

    editor.post(
        "/cms/poster-batches/",
        {
            "source": f"column-{article.get_parent().pk}",
            "paper": "a3",
            "columns": "2",
        },
    )

    assert PosterBatch.objects.get().items == [["page", article.pk]]


def test_an_empty_choice_is_refused_with_a_sentence(editor):
    version = make_version(articles=1)

    response = editor.post(
        "/cms/poster-batches/",
        {
            "source": f"penalties-{version.regulation_id}",
            "paper": "a4",
            "columns": "1",
        },
    )

    assert "请换一项" in response.text
    assert not PosterBatch.objects.exists()


@needs_font
def test_the_file_is_handed_to_editors_alone(editor):
    batch = make_batch(make_news())
    address = f"/cms/poster-batches/{batch.pk}/file/"
    assert editor.get(address).status_code == 404
    run(batch)

    assert editor.get(address)["Content-Type"] == "application/pdf"
    assert "下载 PDF" in editor.get(f"/cms/poster-batches/{batch.pk}/").text
    editor.force_login(make_user(role=Role.DESK))
    assert editor.get(address).status_code == 302
    editor.logout()
    assert editor.get(address).status_code == 302


def test_what_was_ticked_in_a_list_is_carried_to_the_form(editor):
    news, draft = make_news(), make_news(live=False)
    clause = make_clause(make_version(), 1, text="一。")
    editor.force_login(User.objects.create_superuser("root", password="x"))

    pages = editor.get(
        f"/cms/bulk/wagtailcore/page/posters/?id={news.pk}&id={draft.pk}&next=/cms/"
    )
    clauses = editor.get(f"/cms/bulk/publicity/clause/posters/?id={clause.pk}&next=/")

    assert pages.url == f"/cms/poster-batches/?article={news.pk}"
    assert clauses.url == f"/cms/poster-batches/?clause={clause.pk}"
    assert "选中了1项" in editor.get(pages.url).text
    editor.post(pages.url, {"paper": "a4", "columns": "1"})
    assert PosterBatch.objects.get().items == [["page", news.pk]]
