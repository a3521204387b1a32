"""A draw that was held and one that was announced, where the contests are there."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.users.models import User
from portal.users.roles import Role
from publicity.demo.parts import at
from quizzes.contests.models import Contest, Stage
from quizzes.contests.workflow import StageKind
from quizzes.draws.models import Draw
from quizzes.draws.services.announcing import commit_draw
from quizzes.draws.services.claiming import claim_prize, issue_code
from quizzes.draws.services.drafting import PrizeDraft, Rules, draft_draw
from quizzes.draws.services.drawing import hold_draw
from quizzes.draws.services.sealing import seal_draw
from quizzes.draws.workflow import PrizeKind

COUNTY, COMING = "county-contest-2026", "volunteers-2027"
N_CLAIMED = 7


def load_draws(context: Context) -> None:
    for load, slug in ((_load_held, COUNTY), (_load_announced, COMING)):
        contest = Contest.objects.filter(slug=slug).first()
        if contest is None or contest.draws.exists():
            continue
        stage = contest.stages.filter(kind=StageKind.OFFICIAL).first()
        if stage is not None:
            load(contest, stage)
    context.tell(_("抽奖"), Draw.objects.count(), 2)


@transaction.atomic
def _load_held(contest: Contest, stage: Stage) -> None:
    editor, head = _people()
    drawn_at = at("2026-11-25", 10, 5)
    rules = Rules(
        title=_("个人学习之星抽签"),
        stage=stage,
        least_percent=60,
        tickets_until=stage.closes_at,
        draws_at=at("2026-11-25", 10),
        public_source=_(
            "中国福利彩票双色球2026年11月24日开奖的六个红球号码，从小到大，空格分开"
        ),
        claim_days=15,
        claim_note=_(
            "县文化馆一楼服务台，工作日8:30至17:30，电话0000-612-0412。带领奖码，不用带证件。"
        ),
        n_substitutes=20,
        prizes=[PrizeDraft(PrizeKind.KEEPSAKE, _("纪念书签"), 60, Decimal(12))],
    )
    draw = draft_draw(contest, rules, by=editor)
    commit_draw(draw, by=editor, now=at("2026-11-03", 9))
    if not stage.attempts.exists():
        return  # announced it stays
    seal_draw(draw, by=editor, now=at("2026-11-24", 16))
    hold_draw(draw, by=head, chance="03 08 14 19 27 31", now=drawn_at)
    if timezone.now() >= draw.claim_until(drawn_at):
        return
    for winner in draw.winners.all()[:N_CLAIMED]:
        if winner.ticket.participant is not None:
            code = issue_code(draw, winner.ticket.participant)
            claim_prize(draw, code, by=editor)


@transaction.atomic
def _load_announced(contest: Contest, stage: Stage) -> None:
    editor, _head = _people()
    rules = Rules(
        title=_("学雷锋知识赛抽奖"),
        stage=stage,
        least_percent=60,
        tickets_until=stage.closes_at,
        draws_at=at("2027-03-22", 10),
        public_source=_(
            "中国福利彩票双色球2027年3月21日开奖的六个红球号码，从小到大，空格分开"
        ),
        claim_note=_("县文明办，工作日8:30至17:30。带领奖码，不用带证件。"),
        n_substitutes=10,
        prizes=[PrizeDraft(PrizeKind.KEEPSAKE, _("一套文明书签"), 30, Decimal(18))],
    )
    draw = draft_draw(contest, rules, by=editor)
    commit_draw(draw, by=editor, now=at("2026-11-24", 9))


def _people() -> tuple[User, User]:
    """Return who announces and who holds; none of them can log in."""
    found = []
    for username, role in (
        ("demo-contest-editor", Role.CHIEF_EDITOR),
        ("demo-head", Role.HEAD),
    ):
        user, is_new = User.objects.get_or_create(
            username=username,
            defaults={"last_name": str(role.label), "is_active": False},
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        found.append(user)
    editor, head = found
    return editor, head
