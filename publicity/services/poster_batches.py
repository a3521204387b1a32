"""Many posters as one PDF: ordered by an editor, drawn by the worker, kept for a week."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.directory.models import Unit
from portal.frame.models import GovernmentSite
from portal.jobs.retry import GiveUp, background
from portal.pdf import NoChineseFont
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from publicity import reading
from publicity.models import Clause, PosterBatch
from publicity.posters.content import (
    Poster,
    poster_of_article,
    poster_of_page,
    public_pages,
    read_articles,
)
from publicity.posters.drawing import PosterBook
from publicity.posters.options import Options, Paper
from publicity.workflow import BATCH_STEPS, BatchState, VersionState

MOST = 200  # in one PDF: a minute or two of the worker
Item = tuple[str, int]


class NothingToDraw(Exception):
    """Raised where nothing of what was ordered is public any more."""


@transaction.atomic
def order_batch(
    title: str,
    items: Sequence[Item],
    *,
    by: User,
    paper: str = Paper.A4.value,
    columns: int = 1,
    unit: Unit | None = None,
) -> PosterBatch:
    """Have `items` drawn, each a kind (`page` or `clause`) with a key, in this order."""
    wanted = list(dict.fromkeys(items))
    if not wanted:
        raise ValidationError(_("这里还没有可以印的内容，请换一项。"))
    if len(wanted) > MOST:
        raise ValidationError(
            _("一次最多%(most)d张，这里有%(count)d张，请分几次。")
            % {"most": MOST, "count": len(wanted)}
        )
    batch = PosterBatch.objects.create(
        title=title,
        items=[list(item) for item in wanted],
        paper=paper,
        columns=columns,
        unit=unit,
        ordered_by=by,
    )
    record(batch, "order_posters", by=by, to_state=BatchState.WAITING)
    draw_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def order_again(batch: PosterBatch, *, by: User) -> None:
    """Draw it anew, after a failure or when its file has been removed."""
    _step(batch, BatchState.WAITING, by=by)
    draw_batch.enqueue(batch.pk)


@background(attempts=3)
def draw_batch(batch_pk: int) -> None:
    """Draw what a batch holds. A run that was cut off begins anew; a second one rests."""
    batch = PosterBatch.objects.filter(pk=batch_pk).first()
    if batch is None or batch.state in {BatchState.READY, BatchState.EXPIRED}:
        return
    if batch.state != BatchState.DRAWING:
        _step(batch, BatchState.DRAWING, by=None)
    try:
        drawn = _draw(batch)
    except NoChineseFont:
        _fail(batch, _("服务器上没有中文字体。请管理员装好字体，再点“重新生成”。"))
        raise GiveUp from None
    except NothingToDraw:
        _fail(batch, _("选的内容都已经撤下或不公开。请重新选一批。"))
        raise GiveUp from None
    except Exception:
        _fail(
            batch,
            _("生成时出了错，过一会儿会自动再试。一直不成，请把编号告诉管理员。"),
        )
        raise
    _finish(batch, drawn)


def remove_expired() -> None:
    """Remove the files of a week ago; what they held can be drawn again."""
    for batch in PosterBatch.objects.expired():
        with transaction.atomic():
            _step(batch, BatchState.EXPIRED, by=None)


def _draw(batch: PosterBatch) -> bytes:
    options = Options(
        Paper(batch.paper), batch.columns, batch.unit.name if batch.unit else ""
    )
    day = timezone.localtime(batch.ordered_at).date()
    made_on = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    book = PosterBook(options, title=batch.title, made_on=made_on)
    count = 0
    for count, poster in enumerate(_posters(batch), start=1):
        book.add(poster)
        PosterBatch.objects.filter(pk=batch.pk).update(done_count=count)
    if not count:
        raise NothingToDraw
    return book.close()


def _posters(batch: PosterBatch) -> Iterator[Poster]:
    """Yield those posters of a batch whose content is public now, in its order."""
    government = GovernmentSite.for_site(Site.objects.get(is_default_site=True))
    clause_keys = [key for kind, key in batch.items if kind == "clause"]
    articles = (
        {
            article.clause.pk: article
            for regulation in reading.with_public_versions()
            .filter(versions__clauses__in=clause_keys)
            .distinct()
            for version in regulation.versions.all()
            for article in read_articles(version)
        }
        if clause_keys
        else {}
    )
    for kind, key in batch.items:
        if kind == "clause" and key in articles:
            yield poster_of_article(articles[key], government)
        elif kind == "page" and (page := public_pages().filter(pk=key).first()):
            yield poster_of_page(page.specific, government)


@transaction.atomic
def _finish(batch: PosterBatch, drawn: bytes) -> None:
    batch.refresh_from_db(from_queryset=PosterBatch.objects.select_for_update())
    if batch.state == BatchState.READY:
        return  # another worker, that counted this one as lost, was first
    check_transition(BATCH_STEPS, BatchState(batch.state), BatchState.READY)
    record(
        batch,
        "finish_posters",
        by=None,
        from_state=batch.state,
        to_state=BatchState.READY,
    )
    batch.state = BatchState.READY
    batch.failure = ""
    batch.finished_at = timezone.now()
    batch.file.save("posters.pdf", ContentFile(drawn), save=False)
    batch.save(update_fields=["state", "failure", "finished_at", "file"])


@transaction.atomic
def _fail(batch: PosterBatch, failure: str) -> None:
    _step(batch, BatchState.FAILED, by=None, failure=failure)


@transaction.atomic
def _step(
    batch: PosterBatch, state: BatchState, *, by: User | None, failure: str = ""
) -> None:
    """Move a batch to `state`; whatever it had drawn before goes."""
    batch.refresh_from_db(from_queryset=PosterBatch.objects.select_for_update())
    check_transition(BATCH_STEPS, BatchState(batch.state), state)
    old_file = batch.file.name
    record(
        batch,
        "move_posters",
        by=by,
        from_state=batch.state,
        to_state=state,
        because=failure,
    )
    batch.state = state
    batch.failure = failure
    batch.done_count = 0
    batch.finished_at = None
    batch.file = ""
    batch.save(update_fields=["state", "failure", "done_count", "finished_at", "file"])
    if old_file:
        storage = batch.file.storage
        transaction.on_commit(lambda: storage.delete(old_file))


def penalties_of(regulation_pk: int) -> list[Item]:
    """Return the articles of a regulation's wording in force that bear a penalty."""
    return _articles_of(regulation_pk, with_penalty=True)


def articles_of(regulation_pk: int) -> list[Item]:
    return _articles_of(regulation_pk, with_penalty=False)


def _articles_of(regulation_pk: int, *, with_penalty: bool) -> list[Item]:
    regulation = reading.with_public_versions().filter(pk=regulation_pk).first()
    if regulation is None or not regulation.versions.all():
        return []
    return [
        ("clause", article.clause.pk)
        for article in read_articles(reading.version_to_read(regulation))
        if article.consequences or not with_penalty
    ]


def pages_below(column_pk: int) -> list[Item]:
    """Return the public articles of a column, the newest first."""
    column = Page.objects.live().filter(pk=column_pk).first()
    if column is None:
        return []
    pages = public_pages().child_of(column).order_by("-first_published_at")
    return [("page", pk) for pk in pages.values_list("pk", flat=True)[:MOST]]


def chosen(pages: Sequence[int], clauses: Sequence[int]) -> list[Item]:
    """Keep of chosen keys those that posters may be made of now."""
    public = set(public_pages().filter(pk__in=pages).values_list("pk", flat=True))
    articles = set(
        Clause.objects.articles()
        .filter(pk__in=clauses, version__state=VersionState.PUBLISHED)
        .values_list("pk", flat=True)
    )
    return [
        *(("page", pk) for pk in pages if pk in public),
        *(("clause", pk) for pk in clauses if pk in articles),
    ]
