"""Everything that the rest of the house learns of certificates, from `AppConfig.ready()`."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.users.roles import Role, grant
from quizzes.certificates.private import links
from quizzes.certificates.services.issuing import reinstate_for, revoke_for
from quizzes.contests.models import Attempt
from quizzes.contests.public.links import ContestLink, register_link
from quizzes.judging.registry import on_restored, on_voided


def register_certificates() -> None:
    for role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
        grant(role, ["quizzes.view_certificate"])
    register_link(
        ContestLink(
            key="certificate",
            order=20,
            label=_("领取证书"),
            of_attempt=links.of_attempt,
        )
    )
    register_link(
        ContestLink(
            key="check_certificate",
            order=90,
            label=_("证书核验"),
            of_contest=links.of_contest,
        )
    )
    on_voided("certificates", _revoke)
    on_restored("certificates", _reinstate)


def _revoke(attempt: Attempt) -> None:
    revoke_for(attempt, by=None, because=_now("答卷作废"))


def _reinstate(attempt: Attempt) -> None:
    reinstate_for(attempt, by=None, because=_now("申诉成立"))
