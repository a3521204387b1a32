"""A page inside the government-site frame."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from django.db import models, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Revision

from portal.review.gate import refuse_unless_released
from portal.review.rights import ColumnRights, ReviewedRights
from portal.review.services import check_release
from portal.users.models import User


def is_open() -> Combinable:
    """Return the condition that neither a page nor an ancestor of it is private.

    Wagtail's `public()` asks the same with a query of its own.
    """
    return ~Exists(
        PageViewRestriction.objects.alias(
            address=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(address__startswith=F("page__path"))
    )


class FramedPageForm(WagtailAdminPageForm):
    """Spares the editor the address: a Chinese title gives no slug of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("不填则用日期，如 2026-11-25。")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug or free_slug(self.parent_page, self.instance)


def free_slug(parent: Page, page: Page | None = None) -> str:
    """Return the address that today's next page below `parent` gets."""
    return next(
        slug
        for slug in _slugs_for(timezone.localdate())
        if Page._slug_is_available(slug, parent, page)
    )


def _slugs_for(day: date) -> Iterator[str]:
    yield f"{day:%Y-%m-%d}"
    for number in count(2):
        yield f"{day:%Y-%m-%d}-{number}"


class FramedPage(Page):
    """A page inside the government-site frame."""

    base_form_class = FramedPageForm
    needs_review = False  # by three people, before it goes live (GW-38)

    is_known_to_be_public = False  # set by `serving.serve`, which has looked
    # The first is shown when the preview opens: most readers have a telephone.
    preview_sizes = [
        {
            "name": name,
            "icon": icon,
            "device_width": width,
            "label": label,
        }
        for name, icon, width, label in (
            ("mobile", "mobile-alt", 360, _("手机（360 像素宽）")),
            ("tablet", "tablet-alt", 768, _("平板（768 像素宽）")),
            ("desktop", "desktop", 1280, _("电脑（1280 像素宽）")),
        )
    ]

    class Meta:
        abstract = True

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        """Return the query that fetches one page with all that its template asks for."""
        queryset: models.QuerySet[Any] = cls.objects.all()
        return queryset

    @cached_property
    def trail(self) -> list[Page]:
        """Return the ancestors, the home page first; `serving.serve` sets them for free."""
        return list(self.get_ancestors().filter(depth__gt=1).live())

    def get_view_restrictions(self) -> Any:
        if self.is_known_to_be_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = (
            type(self)
            .objects.filter(pk=self.pk)
            .values("first_published_at", "live", "live_revision_id")
            .first()
            if self.pk
            else None
        )
        if before is not None:
            if before["first_published_at"] or not self.live:
                # SC-04: a date that could be moved would be a date that can be forged.
                self.first_published_at = before["first_published_at"]
            if self._goes_live(before, kwargs.get("update_fields")):
                # Whoever comes past `publish` meets the gate here.
                refuse_unless_released(self, self.live_revision)
        super().save(*args, **kwargs)

    def _goes_live(self, before: dict[str, Any], update_fields: Any) -> bool:
        """Tell whether saving would show readers a version that they have not seen."""
        if not self.live or not (
            update_fields is None or {"live", "live_revision"} & set(update_fields)
        ):
            return False
        return not before["live"] or self.live_revision_id not in {
            None,
            before["live_revision_id"],
        }

    def publish(
        self, revision: Revision, user: User | None = None, **kwargs: Any
    ) -> None:
        with transaction.atomic():
            check_release(revision.as_object(), revision)
            if self.needs_review:
                # Three approvals are the permission; `save` asks for them.
                kwargs["skip_permission_checks"] = True
            super().publish(revision, user, **kwargs)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return (ReviewedRights if self.needs_review else ColumnRights)(user, self)
