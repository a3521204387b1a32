"""Articles that explain a clause are looked through when its wording changes (GW-37)."""

from django.db.models import Q
from django.utils import timezone

from publicity.clause_changes import ClauseChanges
from publicity.history import rows_of
from publicity.mentions import keys_of_pages_naming
from publicity.models import Clause, KnowledgePage


def ask_for_reviews(changes: ClauseChanges) -> None:
    """Make the articles that name a changed clause due on the day it changes."""
    if changes.older is None:
        return
    before = {new: old for old, new in changes.renumbered.items()}
    anchors = {before.get(anchor, anchor) for anchor in changes.changed}
    anchors |= {*changes.removed, *changes.renumbered}
    articles = changes.older.clauses.articles().filter(anchor__in=anchors)
    rows = rows_of(_with_earlier(list(articles)))
    named = Clause.objects.select_related(None).filter(pk__in=[row.pk for row in rows])
    due_on = max(changes.effective_on, timezone.localdate())
    # What was never looked through is due already.
    later = Q(review_due_on__gt=due_on) | Q(
        review_due_on__isnull=True, last_reviewed_on__isnull=False
    )
    pages = KnowledgePage.objects.filter(later, pk__in=keys_of_pages_naming(named))
    pages.update(review_due_on=due_on)


def _with_earlier(articles: list[Clause]) -> list[Clause]:
    """Add the wordings that the articles go on from: a page may name any of them."""
    found = {article.pk: article for article in articles}
    wanted = {article.continues_id for article in articles} - {None}
    while wanted:
        earlier = Clause.objects.filter(pk__in=wanted)
        found.update({article.pk: article for article in earlier})
        wanted = {article.continues_id for article in earlier} - {None, *found}
    return list(found.values())
