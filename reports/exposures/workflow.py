"""What an exposure can be, and which state may follow which (product.md §4.2)."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExposureState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    LEGAL_CHECK = "legal_check", _("核稿中")
    NOTIFIED = "notified", _("拟曝光告知")
    DROPPED = "dropped", _("不曝光")
    PUBLISHED = "published", _("已曝光")
    RECTIFYING = "rectifying", _("整改中")
    RECTIFIED = "rectified", _("已整改")
    REOPENED = "reopened", _("反弹，重新整改")
    ARCHIVED = "archived", _("已到期下线")
    RETRACTED = "retracted", _("已撤回")


_S = ExposureState
Steps = Mapping[ExposureState, Set[ExposureState]]

# A correction (更正) is no state: what is corrected stays where it is.
EXPOSURE_STEPS: Steps = {
    _S.DRAFT: {_S.LEGAL_CHECK, _S.DROPPED},
    # Published from here: what names no unit has nobody to be told before.
    _S.LEGAL_CHECK: {_S.DRAFT, _S.NOTIFIED, _S.PUBLISHED, _S.DROPPED},
    # Back to the draft: what the unit replied shows that the words are wrong.
    _S.NOTIFIED: {_S.DRAFT, _S.PUBLISHED, _S.DROPPED},
    _S.DROPPED: set(),
    _S.PUBLISHED: {_S.RECTIFYING, _S.RECTIFIED, _S.ARCHIVED, _S.RETRACTED},
    _S.RECTIFYING: {_S.RECTIFIED, _S.ARCHIVED, _S.RETRACTED},
    _S.RECTIFIED: {_S.REOPENED, _S.ARCHIVED, _S.RETRACTED},
    _S.REOPENED: {_S.RECTIFYING, _S.RECTIFIED, _S.ARCHIVED, _S.RETRACTED},
    # What had expired and comes back, or proves to have been wrong all along.
    _S.ARCHIVED: {_S.REOPENED, _S.RETRACTED},
    _S.RETRACTED: set(),
}

FIRST_STATE = _S.DRAFT
PUBLIC_STATES = frozenset({_S.PUBLISHED, _S.RECTIFYING, _S.RECTIFIED, _S.REOPENED})
# Its address was given out once, and is never given to another.
EVER_PUBLIC = PUBLIC_STATES | {_S.ARCHIVED, _S.RETRACTED}
IN_PREPARATION = frozenset({_S.DRAFT, _S.LEGAL_CHECK, _S.NOTIFIED})
# Published, and still to be put right.
UNMENDED = PUBLIC_STATES - {_S.RECTIFIED}


class TargetKind(models.TextChoices):
    """What is exposed. There is no kind for a person, and no field for a name."""

    UNIT = "unit", _("责任单位")
    PHENOMENON = "phenomenon", _("不文明现象")
    BUSINESS = "business", _("经营场所")


class ReasonCode(models.TextChoices):
    """For what a unit is exposed (S-14, EX-20)."""

    INACTIVE = "inactive", _("工作被动")
    WEAK = "weak", _("措施不力")
    SLOW = "slow", _("整改缓慢")


class PictureRole(models.TextChoices):
    BEFORE = "before", _("整改前")
    AFTER = "after", _("整改后")


class ApprovalLevel(models.TextChoices):
    REVIEW = "review", _("核稿")
    HEAD = "head", _("指挥部负责人批准")


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("更正")
    RETRACTION = "retraction", _("撤回")


class CorrectionReason(models.TextChoices):
    """The class of reason that everybody may read."""

    FACTS = "facts", _("事实有误")
    PLACE = "place", _("点位或照片不符")
    UNIT = "unit", _("责任单位有误")
    WORDING = "wording", _("表述不准确")
    REVOKED = "revoked", _("整改通知单已撤销")
    PENALTY = "penalty", _("处罚决定已变更或撤销")
    PRIVACY = "privacy", _("涉及个人信息")
    OTHER = "other", _("其他")


# A title may itself be what had to go.
HIDES_TITLE = frozenset({CorrectionReason.PRIVACY, CorrectionReason.PENALTY})


class FlagReason(models.TextChoices):
    PLACE = "place", _("地点或照片不对")
    UNIT = "unit", _("不归这个单位管")
    FACTS = "facts", _("说的不是事实")
    MENDED = "mended", _("早已改好")
    NOT_MENDED = "not_mended", _("没有改好或又反弹")
    PRIVACY = "privacy", _("看得出是谁（人脸、车牌、姓名）")
    MINOR = "minor", _("有未成年人")
    DEFAMATORY = "defamatory", _("有损名誉")
    OTHER = "other", _("其他")
