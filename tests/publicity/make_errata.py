"""A public wording with typing errors in it. All arguments optional."""

from portal.users.models import User
from portal.users.roles import Role
from publicity.models import Clause, Erratum
from publicity.services.errata import propose_erratum
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.publicity.make_wordings import OLD

WRONG, RIGHT = "应当打扫门前的地而。", "应当打扫门前的地面。"


def make_misprint(*, text: str = WRONG) -> Clause:
    """Make a public clause in which a word is wrong, and another that it may name."""
    version = make_version(make_regulation(slug="r"), effective_on=OLD)
    clause = make_clause(version, 1, text=text)
    make_clause(version, 2, text="不打扫的，罚款。")
    return clause


def make_erratum(
    *,
    clause: Clause | None = None,
    text: str = RIGHT,
    because: str = "录入时打错",
    by: User | None = None,
    **fields: str,
) -> Erratum:
    clause = clause or make_misprint()
    erratum = propose_erratum(
        clause,
        title=fields.pop("title", clause.title),
        text=text,
        because=because,
        by=by or make_user(role=Role.WEB_EDITOR),
    )
    if fields:
        Erratum.objects.filter(pk=erratum.pk).update(**fields)
        erratum.refresh_from_db()
    return erratum
