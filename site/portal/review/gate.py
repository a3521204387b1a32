"""The one gate that every version passes before it goes live, whichever door it took."""

import json
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from portal.images.uses import files_in, fingerprint_of
from portal.review.checks import Finding, findings_of
from portal.review.ledger import Approval, Release
from portal.review.levels import Level, may_take
from portal.review.texts import OUT_OF_SIGHT
from portal.users.models import User

NOT_SHOWN = {*OUT_OF_SIGHT, COMMENTS_RELATION_NAME}


class NotReleased(Exception):
    """Raised when something would go live, or be approved, that may not.

    Its text is a sentence for the editor. `show_refusals` shows it in the CMS.
    """


def digest_of(revision: Revision) -> str:
    """Return the fingerprint of what a revision says and shows, as the database has it."""
    stored = Revision.objects.get(pk=revision.pk)
    files = [fingerprint_of(file) for file in files_in(stored.as_object())]
    return _fingerprint([stored.content, files] if files else stored.content)


def _digest_of_text(revision: Revision) -> str:
    """Return the fingerprint as it was before it held the files."""
    content = Revision.objects.values_list("content", flat=True).get(pk=revision.pk)
    return _fingerprint(content)


def _fingerprint(content: Any) -> str:
    written = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return sha256(written.encode()).hexdigest()


def revisions_of_round(page: Page) -> QuerySet[Any]:
    """Return what was written since the last version that went live."""
    revisions: QuerySet[Any] = page.revisions.all()
    last = (
        Release.objects.filter(page_id=page.pk, revision__isnull=False)
        .values_list("revision_id", flat=True)
        .first()
    )
    if last:
        return revisions.filter(pk__gt=last)
    if page.last_published_at:
        return revisions.filter(created_at__gt=page.last_published_at)
    return revisions


def authors_of(page: Page) -> set[int]:
    """Return who wrote what the latest version says, and who saved it.

    Whoever changed a text that was put back since, as it had been before, has no
    part in it. Of a page never published the owner is an author as well.
    """
    written = [
        (user, _wording(content))
        for user, content in revisions_of_round(page)
        .order_by("pk")
        .values_list("user_id", "content")
    ]
    authors = {page.owner_id} if not page.first_published_at else set()
    if written:
        saved_by, wording = written[-1]
        authors.add(saved_by)
        for user, earlier in written:
            authors.add(user)
            if earlier == wording:
                break
    return authors - {None}


def _wording(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a revision shows its readers, without what each saving changes."""
    return {name: said for name, said in content.items() if name not in NOT_SHOWN}


def why_not_review(page: Page, level: int, user: User) -> str | None:
    """Return why `user` may not review `page` at `level`, or None (GW-38)."""
    if not may_take(user, level):
        return _("您不是%(level)s的审核人。") % {"level": Level(level).label}
    if user.pk in authors_of(page):
        return _(
            "您写过或改过这一稿，不能审核自己的稿件。请换人审，"
            "或请编辑恢复您改动以前的版本，再重新送审。"
        )
    elsewhere = (
        Approval.objects.filter(revision__in=revisions_of_round(page), by=user)
        .exclude(level=level)
        .first()
    )
    if elsewhere:
        return _("您已经做过这一稿的%(level)s，一人只审一级。") % {
            "level": elsewhere.get_level_display()
        }
    return None


def latest_findings(page: Page) -> list[Finding]:
    """Return what is wrong with the latest version of `page`; found once a request."""
    revision = page.get_latest_revision()
    known: tuple[Any, list[Finding]] | None = getattr(page, "_latest_findings", None)
    stamp = (revision.pk, revision.created_at) if revision else None
    if known is None or known[0] != stamp:
        known = (stamp, findings_of(revision.as_object() if revision else page))
        page._latest_findings = known
    return known[1]


def refuse_unless_released(page: Any, revision: Revision | None) -> None:
    """Raise `NotReleased` unless `page`, as `revision` has it, may go live.

    `page` is the specific page with the values that would be published.
    """
    overridden = False
    if page.needs_review:
        if revision is None:
            raise NotReleased(_("先审后发：请先提交审核。"))
        overridden = _refuse_unless_approved(page, revision)
    blocking = [
        finding
        for finding in findings_of(page)
        if finding.blocks and not (overridden and finding.can_be_overridden)
    ]
    if blocking:
        raise NotReleased(
            _("《%(title)s》还不能发布。%(findings)s")
            % {"title": page.title, "findings": " ".join(map(str, blocking))}
        )


def _refuse_unless_approved(page: Any, revision: Revision) -> bool:
    """Return whether the final reviewer overrode what the checks found."""
    title = page.title
    if Release.objects.filter(revision=revision).exists():
        raise NotReleased(
            _("《%(title)s》的这一版已经发布过，修改后请重新送审。") % {"title": title}
        )
    approvals = _approvals_of(revision)
    missing = [level.label for level in Level if level not in approvals]
    if missing:
        raise NotReleased(
            _("《%(title)s》的这一版还缺%(levels)s，三审齐了才能发布。")
            % {"title": title, "levels": "、".join(map(str, missing))}
        )
    people = {approval.by_id for approval in approvals.values()}
    if len(people) < len(Level):
        raise NotReleased(_("三审要由三个不同的人完成。"))
    if people & (authors_of(page) | {revision.user_id}):
        raise NotReleased(_("作者不能审核自己的稿件，请换人审核。"))
    # What was approved before the fingerprint held the files is not read again.
    known = {digest_of(revision), _digest_of_text(revision)}
    if any(approval.digest not in known for approval in approvals.values()):
        raise NotReleased(_("审核之后内容又改过，请重新送审。"))
    return bool(approvals[Level.FINAL].override_reason)


def _approvals_of(revision: Revision) -> dict[int, Approval]:
    """Return the approvals of the newest review of a revision, by level."""
    approvals = list(
        Approval.objects.filter(revision=revision).order_by("workflow_state_id")
    )
    return {
        approval.level: approval
        for approval in approvals
        if approval.workflow_state_id == approvals[-1].workflow_state_id
    }
