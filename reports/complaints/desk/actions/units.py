"""What a unit said on the telephone, written down for it."""

from django.utils.translation import gettext_lazy as _

from reports.complaints.desk import deeds, forms
from reports.complaints.desk.actions.action import Action, is_in, steps_to
from reports.complaints.services import dispatching, handling
from reports.complaints.workflow import ComplaintState

_S = ComplaintState


UNITS = (
    Action(
        "accept_assignment",
        _("代单位签收"),
        "change_assignment",
        is_in(_S.DISPATCHED),
        lambda complaint, user, said: dispatching.accept_assignment(
            deeds.held_by_main_unit(complaint), by=user
        ),
        group="unit",
    ),
    Action(
        "return_assignment",
        _("代单位退单"),
        "change_assignment",
        is_in(_S.DISPATCHED, _S.HANDLING),
        lambda complaint, user, said: dispatching.return_assignment(
            deeds.held_by_main_unit(complaint), by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="unit",
    ),
    Action(
        "ask_extension",
        _("代单位申请延期"),
        "change_assignment",
        is_in(_S.HANDLING),
        lambda complaint, user, said: handling.ask_extension(
            complaint, by=user, because=said["because"]
        ),
        forms.BecauseForm,
        group="unit",
        hint=_("由您登记的申请，要换一个人决定。"),
    ),
    Action(
        "hand_in",
        _("代单位交办理结果"),
        "change_assignment",
        steps_to(_S.RESOLVED),
        lambda complaint, user, said: handling.hand_in(
            complaint, by=user, text=said["text"]
        ),
        forms.TextForm,
        group="unit",
        hint=_("由您登记的结果，要换一个人核实。"),
    ),
)
