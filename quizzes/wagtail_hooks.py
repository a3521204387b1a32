"""The rooms of quizzes in the CMS: each enters its addresses and its entries itself.

An entry is a function that returns a `MenuItem`, registered under
`register_quizzes_menu_item` by the room's `desk/hooks.py`. Orders: bank 10, contests 20,
judging 30, draws 40, live 50, activities 60, statistics 70.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from quizzes.bank.desk import file_hooks
from quizzes.bank.desk import hooks as bank_hooks
from quizzes.contests.desk import hooks as contests_hooks
from quizzes.draws.desk import hooks as draws_hooks
from quizzes.events.desk import hooks as events_hooks
from quizzes.judging.desk import hooks as judging_hooks
from quizzes.live.desk import hooks as live_hooks
from quizzes.statistics.desk import hooks as statistics_hooks

for room in (
    file_hooks,
    bank_hooks,
    live_hooks,
    events_hooks,
    contests_hooks,
    judging_hooks,
    draws_hooks,
    statistics_hooks,
):
    room.register()

_menu = Menu(register_hook_name="register_quizzes_menu_item")


@hooks.register("register_admin_menu_item")
def show_the_quizzes() -> MenuItem:
    return SubmenuMenuItem(
        _("文明答题"), _menu, name="quizzes", icon_name="help", order=54
    )
