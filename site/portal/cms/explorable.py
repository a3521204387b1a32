"""Which pages somebody may open in the CMS, told from rights that are at hand already."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

STEP = Page.steplen


def _held_paths(user: Any) -> list[str]:
    held = page_permission_policy.instances_with_direct_explore_permission(user)
    return [page.path for page in held]


def _common(paths: list[str]) -> str:
    first, last = min(paths, default=""), max(paths, default="")
    same = 0
    while first[same : same + STEP] == last[same : same + STEP] != "":
        same += STEP
    return first[:same]


def explorable_root(user: Any, among: Iterable[Page] = ()) -> Page | None:
    """Return where the tree begins for this user, asking only for what is not at hand."""
    policy = page_permission_policy
    known = policy._explorable_root_instance_cache_name
    if not user.is_superuser and not hasattr(user, known):
        held = policy.instances_with_direct_explore_permission(user)
        root = _common([page.path for page in held])
        for page in (*among, *held):
            if page.path == root:
                # Wagtail looks here before it asks, for its menu and its redirects.
                setattr(user, known, page)
    found: Page | None = policy.explorable_root_instance(user)
    return found


def trail_to(page: Page, user: Any) -> list[Page]:
    """Return the pages from the user's root down to `page`, none if it is not below."""
    root = page.path[:STEP] if user.is_superuser else _common(_held_paths(user))
    if not root or not page.path.startswith(root):
        return []
    above = [page.path[:end] for end in range(len(root), len(page.path), STEP)]
    trail = [*Page.objects.filter(path__in=above).order_by("path")] if above else []
    trail.append(page)
    explorable_root(user, among=trail)
    return trail


def explorable(user: Any) -> Q:
    """Return the condition that holds for what this user may open."""
    if user.is_superuser:
        return Q()
    paths = _held_paths(user)
    if not paths:
        return Q(pk__in=[])
    root = _common(paths)
    above = {
        path[:end] for path in paths for end in range(len(root), len(path), STEP) if end
    }
    condition = Q(path__in=above)
    for path in paths:
        if not any(path != other and path.startswith(other) for other in paths):
            condition |= Q(path__startswith=path)
    return condition


def holds_all_below(user: Any, page: Page) -> bool:
    """Tell whether every page below this one may be opened."""
    return bool(user.is_superuser) or page.path.startswith(tuple(_held_paths(user)))
