"""The demonstration county's activities: some are over, some are still to come."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.demo.pictures import Wanted, draw_pictures
from portal.directory.models import Place
from portal.images.models import Picture
from portal.timeline.models import Event
from portal.tokens import hash_token, new_token
from portal.users.models import User
from portal.users.roles import Role
from publicity.models import EpisodePage
from quizzes.events.models import Activity, Result, SignUp
from quizzes.events.services.results import Line, as_shown
from quizzes.events.workflow import (
    ActivityKind,
    ActivityState,
    ResultOf,
    SignUpState,
)

PEOPLE = {"demo-editor": Role.WEB_EDITOR, "demo-reviewer": Role.REVIEWER}
OPTIONAL = (
    "capacity",
    "largest_party",
    "takes_sign_ups",
    "has_waiting_list",
    "asks_group",
    "asks_remark",
)


def load(context: Context) -> None:
    rows = context.read("activities")["activities"]
    known = set(Activity.objects.values_list("slug", flat=True))
    pictures = draw_pictures(
        context,
        [Wanted(f"activity-{row['slug']}", row["poster_text"]) for row in rows],
    )
    for number, row in enumerate(rows, start=1):
        if row["slug"] not in known:
            _load(context, row, pictures[f"activity-{row['slug']}"])
        context.tell(_("活动"), number, len(rows))


@transaction.atomic
def _load(context: Context, row: dict[str, Any], picture: Picture) -> None:
    editor, reviewer = _people()
    place = Place.objects.select_related("area").filter(code=row["place"]).first()
    published_at = _at(row["published"])
    kinds = {str(kind.label): kind for kind in ActivityKind}
    units, lines = context.units, _lines(context, row)
    has_results = bool(row.get("afterwards") or lines)
    ends_at = _at(row["end"])
    results_at = ends_at + timedelta(days=1)
    host = units[row["host"]]
    activity = Activity.objects.create(
        slug=row["slug"],
        title=row["title"],
        kind=kinds[row["kind"]],
        summary=row["summary"],
        body="\n\n".join(row["body"]),
        notes="\n".join(row["notes"]),
        starts_at=_at(row["start"]),
        ends_at=ends_at,
        place_text=row["place_text"],
        place=place,
        area=place.area if place else None,
        host=host,
        poster=picture,
        poster_alt=row["poster_alt"],
        contact_phone=host.phone,
        sign_up_opens_at=_at(row["opens"]) if "opens" in row else None,
        sign_up_closes_at=_at(row["closes"]) if "closes" in row else None,
        afterwards="\n\n".join(row.get("afterwards", [])),
        recording=_episode(row),
        results_by=editor if has_results else None,
        results_approved_by=reviewer if has_results else None,
        results_public_at=results_at if has_results else None,
        state=ActivityState.CANCELLED
        if "cancelled" in row
        else ActivityState.PUBLISHED,
        cancelled_because=row.get("cancelled", ""),
        edited_by=editor,
        published_by=reviewer,
        published_at=published_at,
        changed_at=results_at if has_results else published_at,
        **{name: row[name] for name in OPTIONAL if name in row},
    )
    activity.co_hosts.set(units[code] for code in row["co_hosts"])
    Result.objects.bulk_create(
        Result(
            activity=activity,
            order=order,
            rank=line.rank,
            of=line.of,
            name=as_shown(line),
            unit=unit,
            score=line.score,
            prize=line.prize,
        )
        for order, (line, unit) in enumerate(lines, start=1)
    )
    _sign_up(activity, row.get("sign_ups", []))
    _keep_events(activity, editor, reviewer)


def _at(written: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(written))


def _people() -> tuple[User, User]:
    """Return who writes and who publishes; neither of them can log in."""
    found = []
    for username, role in PEOPLE.items():
        user, is_new = User.objects.get_or_create(
            username=username,
            defaults={"last_name": str(role.label), "is_active": False},
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        found.append(user)
    return found[0], found[1]


def _episode(row: dict[str, Any]) -> EpisodePage | None:
    number = str(row.get("recording", "")).removeprefix("TV")
    return EpisodePage.objects.filter(number=int(number)).first() if number else None


def _lines(context: Context, row: dict[str, Any]) -> list[tuple[Line, Any]]:
    """Return the results: written here, or those of the contest's round on the spot."""
    kinds = {str(kind.label): kind for kind in ResultOf}
    by_name = {unit.name: unit for unit in context.units.values()}
    if "contest_round" not in row:
        return [
            (Line(rank, name, kinds[kind], score, prize), by_name.get(name))
            for rank, name, kind, score, prize in row.get("results", [])
        ]
    contest = next(
        each for each in context.read("quizzes")["quizzes"] if each["kind"] == "contest"
    )
    names = {team["unit"]: team["name"] for team in contest["teams"]}
    told = next(
        each for each in contest["rounds"] if each["name"] == row["contest_round"]
    )
    prizes = row.get("prizes", [])
    return [
        (
            Line(
                _("第%s名") % result["rank"],
                names[result["team"]],
                ResultOf.TEAM,
                str(result.get("total", result.get("score"))),
                prizes[place] if place < len(prizes) else "",
            ),
            context.units[result["team"]],
        )
        for place, result in enumerate(told["results"])
    ]


def _sign_up(activity: Activity, parties: list[int]) -> None:
    """Fill places without anybody's name: none of these codes opens anything."""
    n_taken, made = 0, []
    for number, size in enumerate(parties):
        fits = activity.capacity is None or n_taken + size <= activity.capacity
        n_taken += size if fits else 0
        made.append(
            SignUp(
                activity=activity,
                state=SignUpState.CONFIRMED if fits else SignUpState.WAITING,
                party_size=size,
                code_hash=hash_token("demo", new_token()),
                form_key_hash=hash_token("demo", new_token()),
                made_at=(activity.published_at or timezone.now())
                + timedelta(hours=number),
            )
        )
    SignUp.objects.bulk_create(made)
    activity.n_taken = n_taken
    activity.save(update_fields=["n_taken"])


def _keep_events(activity: Activity, editor: User, reviewer: User) -> None:
    draft, published = ActivityState.DRAFT, ActivityState.PUBLISHED
    at = activity.published_at or timezone.now()
    steps: list[tuple[str, str, str, datetime, User, str]] = [
        ("draft", "", draft, at - timedelta(hours=3), editor, ""),
        (
            "publish_activity",
            draft,
            published,
            at,
            reviewer,
            _("发布“%(title)s”") % {"title": activity.title},
        ),
    ]
    if activity.results_public_at:
        done = activity.results_public_at
        earlier = done - timedelta(hours=2)
        steps += [
            ("enter_results", published, published, earlier, editor, ""),
            (
                "publish_results",
                published,
                published,
                done,
                reviewer,
                _("发布活动结果"),
            ),
        ]
    if activity.is_cancelled:
        because = activity.cancelled_because
        steps.append(
            (
                "cancel_activity",
                published,
                ActivityState.CANCELLED,
                at + timedelta(days=2),
                reviewer,
                _("活动取消：%(because)s") % {"because": because},
            )
        )
    Event.objects.bulk_create(
        Event(
            subject=activity,
            verb=verb,
            from_state=old,
            to_state=new,
            at=moment,
            actor=actor,
            public_text=text,
        )
        for verb, old, new, moment, actor, text in steps
    )
