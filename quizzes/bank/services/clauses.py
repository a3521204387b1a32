"""A clause by the two last parts of its address, as files and forms name it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from publicity.models import Clause


def clause_named(name: str, on: date | None = None) -> Clause:
    """Return the clause `slug/anchor` as it is in force, or refuse."""
    slug, _slash, anchor = name.strip().strip("/").partition("/")
    found: Clause | None = (
        Clause.objects.in_force(on or timezone.localdate())
        .filter(version__regulation__slug=slug, anchor=anchor)
        .first()
    )
    if found is None:
        raise Refused(_("没有现行有效的条款“%s”。") % name)
    return found


def name_of(clause: Clause | None) -> str:
    return f"{clause.version.regulation.slug}/{clause.anchor}" if clause else ""
