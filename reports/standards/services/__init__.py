"""Everything that happens to items of a standard: judged, and proved by something."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.standards.models import StandardItem
from portal.timeline.services import record
from portal.users.models import User
from reports.complaints.refusals import Refused
from reports.standards.models import EvidenceTag, ItemAssessment
from reports.standards.taggable import Kind
from reports.standards.workflow import AssessmentStatus, Quarter


@transaction.atomic
def tag_evidence(
    item: StandardItem, kind: Kind, written: str, *, by: User, note: str = ""
) -> EvidenceTag:
    """Make what `written` names evidence for `item`: only what its tagger may see."""
    subject = kind.find(written, by)
    if subject is None:
        raise Refused(
            _("没有找到“%(written)s”，或者不在您的经办范围。")
            % {"written": written[:60]}
        )
    tag, is_new = EvidenceTag.objects.get_or_create(
        item=item,
        content_type=ContentType.objects.get_for_model(kind.model),
        object_id=subject.pk,
        defaults={"note": note, "by": by},
    )
    if not is_new:
        raise Refused(_("这一条已经有这份依据了。"))
    record(item, "tag_evidence", by=by, because=f"{kind.label} #{subject.pk}")
    return tag


@transaction.atomic
def untag_evidence(tag: EvidenceTag, *, by: User, because: str) -> None:
    if not because.strip():
        raise Refused(_("请写明为什么去掉。"))
    # Everybody who reads the item's steps reads this: a key tells strangers nothing.
    what = f"{tag.content_type.name} #{tag.object_id}"
    record(tag.item, "untag_evidence", by=by, because=f"{what}：{because}")
    tag.delete()


@transaction.atomic
def assess_item(
    item: StandardItem,
    period: Quarter,
    status: AssessmentStatus,
    *,
    by: User,
    score: Decimal | None = None,
    note: str = "",
) -> ItemAssessment:
    """Judge `item` in `period`; who judges again leaves the old verdict in the timeline."""
    if item.children.exists():
        raise Refused(_("大项不单独评，请评下面的得分点。"))
    if score is not None:
        if item.full_score is None:
            raise Refused(_("这一条没有公布分值，只评是否达标。"))
        if not 0 <= score <= item.full_score:
            raise Refused(
                _("这一条满分%(full)s分，请填0到%(full)s。") % {"full": item.full_score}
            )
    if period > Quarter.of(timezone.localdate()):
        raise Refused(_("还没有到的季度不能评。"))
    StandardItem.objects.select_for_update().get(pk=item.pk)
    before = ItemAssessment.objects.filter(item=item, period=str(period)).first()
    assessment, _is_new = ItemAssessment.objects.update_or_create(
        item=item,
        period=str(period),
        defaults={
            "status": status,
            "score": score,
            "note": note,
            "by": by,
            "at": timezone.now(),
        },
    )
    record(
        item,
        "assess",
        by=by,
        from_state=before.status if before else "",
        to_state=status,
        because=f"{period} {'' if score is None else score} {note}".strip(),
    )
    return assessment
