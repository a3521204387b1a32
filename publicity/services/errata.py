"""A typing error in a public clause, put right without another version (勘误).

Whoever finds it proposes; another, who may publish, compares it with the official text
(GW-38). What changes the law is not put right here: it comes in as a new version.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.timeline import services as timeline
from portal.timeline.models import Event
from portal.timeline.moving import hold, move
from portal.users.models import User
from portal.workflow import check_transition
from publicity import clause_tree
from publicity.models import Clause, Erratum, RegulationVersion
from publicity.permissions import CHANGE_CLAUSES, PUBLISH_WORDINGS
from publicity.services.wording_checks import faults_of_all
from publicity.services.wording_references import refresh_references
from publicity.services.wordings import index_version
from publicity.workflow import ERRATUM_STEPS, ClauseKind, ErratumState, VersionState


@transaction.atomic
def propose_erratum(
    clause: Clause, *, title: str, text: str, because: str, by: User
) -> Erratum:
    """Say how a public clause should read; it stays as it is until another agrees."""
    if not by.has_perm(CHANGE_CLAUSES):
        raise NotAllowed(_("您的岗位不能提勘误，请告诉网站编辑，由网站编辑来提。"))
    if clause.version.state != VersionState.PUBLISHED:
        raise Refused(_("还没有公布的条文可以直接改，不用勘误。"))
    erratum = Erratum(
        clause=clause,
        title_before=clause.title,
        text_before=clause.text,
        title=title,
        text=text,
        because=because.strip(),
        proposed_by=by,
    )
    _refuse_faults(erratum)
    erratum.save()
    timeline.record(
        erratum, "propose", by=by, to_state=erratum.state, because=erratum.because
    )
    return erratum


@transaction.atomic
def accept_erratum(erratum: Erratum, *, by: User) -> Event:
    """Put the clause right, and say to its readers what stood there before."""
    hold(erratum)
    check_transition(ERRATUM_STEPS, ErratumState(erratum.state), ErratumState.ACCEPTED)
    _refuse_unless_publisher(by)
    if by.pk == erratum.proposed_by_id:
        raise SameHand(_("提出勘误的人不能自己核对，请换一个能公布法规的人。"))
    # Two errata of one article would each write its whole text without the other.
    versions = RegulationVersion.objects.select_for_update(of=("self",))
    version = versions.get(clauses=erratum.clause_id)
    clause = version.clauses.select_for_update(of=("self",)).get(pk=erratum.clause_id)
    if (clause.title, clause.text) != (erratum.title_before, erratum.text_before):
        raise Stale(
            _("提出勘误以后，这一条的文字又变了。请退回这份勘误，按现在的文字重新提。")
        )
    _refuse_faults(erratum)
    clause.title, clause.text = erratum.title, erratum.text
    clause.save(update_fields=["title", "text"])
    refresh_references(version)
    index_version(version)
    timeline.record(clause, "correct", by=by, because=_told(erratum))
    return _decide(erratum, "accept", ErratumState.ACCEPTED, by=by)


@transaction.atomic
def decline_erratum(erratum: Erratum, *, by: User, because: str) -> Event:
    """Leave the clause as it is. Who has proposed may take it back."""
    hold(erratum)
    if by.pk != erratum.proposed_by_id:
        _refuse_unless_publisher(by)
    if not because.strip():
        raise Refused(_("请写明不采纳的理由，提出的人看得到。"))
    return _decide(
        erratum, "decline", ErratumState.DECLINED, by=by, because=because.strip()
    )


def is_told_below(clause: Clause) -> bool:
    """Tell whether an article's text is put together from its 款, which are rows."""
    return (
        clause.kind == ClauseKind.ARTICLE
        and clause.children.filter(kind=ClauseKind.PARAGRAPH).exists()
    )


def _decide(
    erratum: Erratum, verb: str, new: ErratumState, *, by: User, because: str = ""
) -> Event:
    return move(
        erratum,
        ERRATUM_STEPS,
        verb,
        new,
        by=by,
        because=because,
        decided_by=by,
        decided_at=timezone.now(),
    )


def _refuse_unless_publisher(by: User) -> None:
    if not by.has_perm(PUBLISH_WORDINGS):
        raise NotAllowed(_("只有能公布法规的人可以核对勘误，请交给审核员或者总编辑。"))


def _refuse_faults(erratum: Erratum) -> None:
    clause, text = erratum.clause, erratum.text
    if not erratum.because:
        raise Refused(_("请写明更正的原因，读者看得到。"))
    if (erratum.title, text) == (erratum.title_before, erratum.text_before):
        raise Refused(_("文字没有改动，请把错字改好再提。"))
    if text != erratum.text_before:
        if is_told_below(clause):
            raise Refused(
                _(
                    "这一条的文字写在下面的款和项里，"
                    "请在条款列表里找到有错字的那一款、那一项，点它的“勘误”。"
                )
            )
        if _places(text) != _places(erratum.text_before):
            raise Refused(
                _(
                    "勘误只改错字，不能增加、减少款和项，也不能改项号。"
                    "法规有修改的，请用“导入文本”录入新的版本。"
                )
            )
    said = Clause(label=clause.label, title=erratum.title, text=text)
    if faults := faults_of_all([said, Erratum(because=erratum.because)]):
        raise Refused(faults)


def _places(text: str) -> list[tuple[str, str]]:
    """Return the 款 and 项 in a text of one row, as it would be read."""
    row = Clause(pk=0, kind=ClauseKind.ARTICLE, anchor="art-1", text=text)
    read = clause_tree.read_articles([row])[0]
    return [(passage.anchor, passage.label) for passage in read.all_passages()]


def _told(erratum: Erratum) -> str:
    lines = [
        f"{label}：{before} → {after}"
        for label, before, after in (
            (_("条旨"), erratum.title_before, erratum.title),
            (_("条文"), erratum.text_before, erratum.text),
        )
        if before != after
    ]
    return "\n".join([*lines, _("原因：%(why)s") % {"why": erratum.because}])
