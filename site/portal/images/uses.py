"""What shows a picture, a film or a file: under the eyes of readers it stays the same."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import FileField, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page, ReferenceIndex, Revision, WorkflowState
from wagtailmedia.models import AbstractMedia

from portal.refusals import Refused

LIBRARIES = (AbstractImage, AbstractDocument, AbstractMedia)
MOST_NAMED = 5


class InUse(Refused):
    """Raised when a file would go while it is shown."""


def file_fields(file: Any) -> list[str]:
    """Return which fields hold the content: of a film also its poster and captions."""
    return [
        field.name
        for field in file._meta.concrete_fields
        if isinstance(field, FileField)
    ]


def fingerprint_of(file: Any) -> list[str]:
    """Return what changes with the content of `file`, and not with where it lies."""
    if known := getattr(file, "file_hash", ""):
        return [known]
    # Nobody reads a whole film for that: its names are drawn anew with their content.
    return [str(getattr(file, name)) for name in file_fields(file)]


def files_in(page: Any, kinds: tuple[type, ...] = LIBRARIES) -> list[Any]:
    """Return the pictures, films and files of `page`, with what it says right now."""
    keys: dict[Any, set[str]] = defaultdict(set)
    for content_type, key, *_path in ReferenceIndex._extract_references_from_object(
        page
    ):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and issubclass(model, kinds):
            keys[model].add(key)
    return [
        file
        for model in sorted(keys, key=lambda model: str(model._meta.label))
        for file in model._default_manager.filter(pk__in=keys[model]).order_by("pk")
    ]


def live_pages_with(file: Any) -> QuerySet[Page]:
    keys = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages: QuerySet[Page] = Page.objects.live().filter(
        # As a list: the index keeps keys of every kind, as text.
        pk__in=list(keys.values_list("object_id", flat=True))
    )
    return pages


def is_shown(file: Any) -> bool:
    """Tell whether readers may see `file` anywhere."""
    return live_pages_with(file).exists() or any(
        rows.exists() for rows in _other_rows_with(file)
    )


def uses_of(file: Any) -> Iterator[str]:
    """Yield what readers see `file` in, and what is about to be shown to them."""
    for page in live_pages_with(file):
        yield f"《{page.title}》"
    for page in _pages_on_their_way():
        if file in files_in(page):
            yield f"《{page.title}》"
    # Their kind alone: a question that nobody has drawn yet is told to no editor.
    for rows in _other_rows_with(file):
        if rows.exists():
            yield str(rows.model._meta.verbose_name)


def refuse_another_file(form: Any) -> None:
    """Refuse, in the form of a library, what would change a page without a review."""
    changed = set(form.changed_data).intersection(file_fields(form.instance))
    if form.instance.pk and changed and (uses := _named_uses_of(form.instance)):
        for name in sorted(changed):
            form.add_error(
                name,
                _("这个文件正在用：%(uses)s。请另传一份，在稿里换。") % {"uses": uses},
            )


def refuse_to_delete(instance: Any, **kwargs: Any) -> None:
    """Raise `InUse` before the row goes, whichever view or list it was asked in."""
    if uses := _named_uses_of(instance):
        raise InUse(
            _("“%(title)s”正在用：%(uses)s。请先在那里换掉，再来删除。")
            % {"title": instance.title, "uses": uses}
        )


def _named_uses_of(file: Any) -> str:
    uses = list(islice(dict.fromkeys(uses_of(file)), MOST_NAMED + 1))
    named = "、".join(uses[:MOST_NAMED])
    return _("%(uses)s等") % {"uses": named} if len(uses) > MOST_NAMED else named


def _pages_on_their_way() -> Iterator[Any]:
    """Yield what is under review, or waits for its hour, as it would be published."""
    in_review = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    for revision in Revision.page_revisions.filter(
        Q(pk__in=in_review.values("current_task_state__revision"))
        | Q(approved_go_live_at__isnull=False)
    ):
        yield revision.as_object()


def _other_rows_with(file: Any) -> Iterator[QuerySet[Any]]:
    """Yield the rows of other rooms that show `file`: clauses, questions, activities."""
    for relation in file._meta.get_fields(include_hidden=True):
        if (
            relation.auto_created
            and relation.one_to_many
            and not issubclass(relation.related_model, (Page, AbstractRendition))
        ):
            rows = relation.related_model._base_manager
            yield rows.filter(**{relation.field.name: file})
