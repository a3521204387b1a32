"""What a live round can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.bank.workflow import ONE_CHOICE, Kind


class RoundState(models.TextChoices):
    DRAFT = "draft", _("已准备")
    LOBBY = "lobby", _("等人进场")
    ASKING = "asking", _("正在答题")
    SHOWING = "showing", _("公布答案")
    OVER = "over", _("结束")


_R = RoundState
ROUND_STEPS: Mapping[RoundState, Set[RoundState]] = {
    _R.DRAFT: {_R.LOBBY},
    _R.LOBBY: {_R.ASKING, _R.OVER},
    _R.ASKING: {_R.SHOWING, _R.OVER},
    _R.SHOWING: {_R.ASKING, _R.OVER},
    _R.OVER: set(),
}
OPEN = frozenset({_R.LOBBY, _R.ASKING, _R.SHOWING})

# What a hall can answer with a thumb, and a screen can show as bars.
LIVE_KINDS = frozenset({*ONE_CHOICE, Kind.MULTIPLE})
