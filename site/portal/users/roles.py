"""Who may do what in the CMS: groups made from what the domains grant.

A domain says in `AppConfig.ready()` what a role may do with its models and
below its pages; `sync_roles` makes the groups so, after every `migrate` and
whenever a column comes into being. Rights given by hand to these groups are
taken back: the table in the code is the one that is reviewed.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)


class Role(models.TextChoices):
    """Stored as the name of the group, so that an administrator can read it."""

    WEB_EDITOR = "网站编辑", _("网站编辑")
    TV_EDITOR = "电视编辑", _("电视编辑")
    REVIEWER = "审核员", _("审核员")
    CHIEF_EDITOR = "总编辑", _("总编辑")
    DESK = "受理员", _("受理员")
    INSPECTOR = "检查员", _("检查员")
    # Who answers for the headquarters: decides objections, approves exposures (EX-07).
    HEAD = "指挥部负责人", _("指挥部负责人")
    ADMINISTRATOR = "管理员", _("管理员")


ABLE_TO_WRITE = ("add_page", "change_page")
ABLE_TO_PUBLISH = (*ABLE_TO_WRITE, "publish_page", "lock_page", "unlock_page")

LIBRARY_PERMISSIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
    "add_media",
    "change_media",
)

_model_grants: dict[Role, set[str]] = defaultdict(set)
_page_grants: dict[Role, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))


def grant(role: Role, permissions: Iterable[str]) -> None:
    """Let `role` use model permissions such as `publicity.change_clause`."""
    _model_grants[role].update(permissions)


def grant_pages(role: Role, page_model: str, permissions: Iterable[str]) -> None:
    """Let `role` use page permissions on every page of `page_model` and below it.

    `page_model` is a label such as `publicity.newsindexpage`.
    """
    _page_grants[role][page_model.lower()].update(permissions)


def is_granted(page_model: type) -> bool:
    """Tell whether a right of some role hangs on pages of this model."""
    meta = getattr(page_model, "_meta", None)
    return meta is not None and any(
        meta.label_lower in grants for grants in _page_grants.values()
    )


def permission_names(model: str) -> list[str]:
    """Return the four permissions on a model, e.g. of `publicity.clause`."""
    app_label, name = model.split(".")
    return [
        f"{app_label}.{verb}_{name}" for verb in ("add", "change", "delete", "view")
    ]


@transaction.atomic
def sync_roles() -> None:
    """Make every role's group hold what was granted to it, and nothing else."""
    library = list(
        Permission.objects.filter(
            # Wagtail asks for the rights on its own models, whatever ours are.
            content_type__app_label__in=[
                "wagtailimages",
                "wagtaildocs",
                "wagtailmedia",
            ],
            codename__in=LIBRARY_PERMISSIONS,
        )
    )
    root_collection = Collection.get_first_root_node()
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(
            _permissions({"wagtailadmin.access_admin", *_model_grants[role]})
        )
        _sync_pages(group, _page_grants[role])
        wanted = library if _page_grants[role] else []
        GroupCollectionPermission.objects.filter(group=group).exclude(
            permission__in=wanted
        ).delete()
        for permission in wanted:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root_collection, permission=permission
            )


@transaction.atomic
def grant_below(page: Page) -> None:
    """Give the roles what they were granted on pages of this one's kind: it is new."""
    label = type(page)._meta.label_lower
    wanted = {
        role: grants[label] for role, grants in _page_grants.items() if label in grants
    }
    groups = {
        group.name: group
        for group in Group.objects.filter(name__in=[role.value for role in wanted])
    }
    permissions = _page_permissions()
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(
                group=groups[role.value], page=page, permission=permissions[codename]
            )
            for role, codenames in wanted.items()
            if role.value in groups
            for codename in codenames
        ],
        ignore_conflicts=True,
    )


def _page_permissions() -> dict[str, Permission]:
    found = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    )
    return {permission.codename: permission for permission in found}


def _permissions(names: Iterable[str]) -> models.QuerySet[Permission]:
    condition = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        condition |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(condition)


def _sync_pages(group: Group, grants: dict[str, set[str]]) -> None:
    page_permissions = _page_permissions()
    wanted = {
        (page_pk, page_permissions[codename].pk)
        for label, codenames in grants.items()
        for page_pk in _pages_of(label)
        for codename in codenames
    }
    held = {
        (held.page_id, held.permission_id): held
        for held in GroupPagePermission.objects.filter(group=group)
    }
    for key in held.keys() - wanted:
        held[key].delete()
    for page_pk, permission_pk in wanted - held.keys():
        GroupPagePermission.objects.create(
            group=group, page_id=page_pk, permission_id=permission_pk
        )


def _pages_of(label: str) -> list[int]:
    app_label, name = label.split(".")
    return list(
        Page.objects.filter(
            content_type__app_label=app_label, content_type__model=name
        ).values_list("pk", flat=True)
    )
