"""A typing error in a public clause is put right by two people, and readers are told."""

from itertools import product

import pytest
import time_machine
from wagtail.search.backends import get_search_backend

from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.review.ledger import Severity, Wording
from portal.timeline.models import Event
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from publicity.models import Clause, Erratum
from publicity.services.errata import accept_erratum, decline_erratum, propose_erratum
from publicity.services.wordings import draft_version, publish_version
from publicity.workflow import ERRATUM_STEPS, ClauseKind, ErratumState
from tests.portal.users.make import make_user
from tests.publicity.make_errata import RIGHT, WRONG, make_erratum, make_misprint
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.publicity.make_wordings import OLD, SECOND

pytestmark = pytest.mark.django_db
MOBILE = "13800138000"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


def reviewer():
    return make_user(role=Role.REVIEWER)


ANSWERS = {
    ErratumState.ACCEPTED: lambda erratum: accept_erratum(erratum, by=reviewer()),
    ErratumState.DECLINED: lambda erratum: decline_erratum(
        erratum, by=reviewer(), because="不对。"
    ),
}


def test_every_state_has_a_row_and_can_be_reached():
    assert set(ERRATUM_STEPS) == set(ErratumState)
    assert {new for steps in ERRATUM_STEPS.values() for new in steps} | {
        ErratumState.PROPOSED
    } == set(ErratumState)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (old, new)
        for old, new in product(ErratumState, ANSWERS)
        if new not in ERRATUM_STEPS[old]
    ],
    ids=str,
)
def test_it_refuses_every_step_outside_the_table(old, new):
    erratum = make_erratum(state=old)
    before = Event.objects.count()

    with pytest.raises(TransitionNotAllowed):
        ANSWERS[new](erratum)

    assert Event.objects.count() == before
    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG


def test_gw_38_nothing_changes_until_another_has_compared_it():
    chief = make_user(role=Role.CHIEF_EDITOR)
    erratum = make_erratum(by=chief)

    with pytest.raises(SameHand, match="换一个"):
        accept_erratum(erratum, by=chief)
    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG
    accept_erratum(erratum, by=reviewer())

    clause = Clause.objects.get(pk=erratum.clause_id)
    assert clause.text == RIGHT
    assert (clause.label, clause.anchor, clause.version.effective_on) == (
        "第一条",
        "art-1",
        OLD,
    )


def test_the_old_and_the_new_text_are_written_down_with_the_clause():
    erratum = make_erratum()
    bob = reviewer()

    accept_erratum(erratum, by=bob)

    event = Event.objects.of(erratum.clause).get()
    assert (event.verb, event.actor) == ("correct", bob)
    assert f"条文：{WRONG} → {RIGHT}" in event.because
    assert "录入时打错" in event.because
    verbs = Event.objects.of(erratum).values_list("verb", flat=True)
    assert list(verbs) == ["propose", "accept"]


def test_what_was_read_before_somebody_was_quicker_is_not_written():
    clause = make_misprint()
    first, second = make_erratum(clause=clause), make_erratum(clause=clause, text="改")
    accept_erratum(first, by=reviewer())

    with pytest.raises(Stale, match="按现在的文字重新提"):
        accept_erratum(second, by=reviewer())

    clause.refresh_from_db()
    assert clause.text == RIGHT
    second.refresh_from_db()
    assert second.state == ErratumState.PROPOSED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": f"请打{MOBILE}。"}, "第一条 条文：有完整的手机号"),
        ({"because": f"是{MOBILE}说的"}, "原因：有完整的手机号"),
        ({"text": "盲流应当打扫。"}, "“盲流”：请写外来人员"),
        ({"because": " "}, "请写明更正的原因"),
        ({"text": WRONG}, "文字没有改动"),
        ({"text": f"{RIGHT}\n每天一次。"}, "不能增加、减少款和项"),
        ({"text": ""}, "不能增加、减少款和项"),
    ],
    ids=str,
)
def test_gw_39_gw_40_what_would_be_wrong_is_refused_when_it_is_proposed(
    fields, sentence
):
    Wording.objects.create(
        pattern="盲流", advice="请写外来人员", severity=Severity.REFUSE
    )

    with pytest.raises(Refused, match=sentence):
        make_erratum(**fields)

    assert not Erratum.objects.exists()


def test_gw_40_a_word_that_was_forbidden_meanwhile_is_refused_when_it_is_accepted():
    erratum = make_erratum(text="盲流应当打扫。")
    Wording.objects.create(
        pattern="盲流", advice="请写外来人员", severity=Severity.REFUSE
    )

    with pytest.raises(Refused, match="请写外来人员"):
        accept_erratum(erratum, by=reviewer())

    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG


def test_the_numbers_of_items_are_not_put_right_here():
    clause = make_misprint(text="应当打扫：\n（一）地而；\n（二）墙面。")

    with pytest.raises(Refused, match="也不能改项号"):
        make_erratum(clause=clause, text="应当打扫：\n（一）地面；\n（三）墙面。")
    make_erratum(clause=clause, text="应当打扫：\n（一）地面；\n（二）墙面。")


def test_a_draft_is_changed_without_an_erratum():
    draft = make_version(state="draft", articles=1)

    with pytest.raises(Refused, match="可以直接改"):
        make_erratum(clause=draft.clauses.get())


@pytest.mark.parametrize("role", [None, Role.TV_EDITOR, Role.DESK, Role.REVIEWER])
def test_only_who_may_edit_regulations_proposes(role):
    with pytest.raises(NotAllowed):
        make_erratum(by=make_user(role=role))


@pytest.mark.parametrize("role", [None, Role.WEB_EDITOR, Role.DESK])
def test_only_who_may_publish_accepts_or_declines(role):
    erratum = make_erratum()

    with pytest.raises(NotAllowed):
        accept_erratum(erratum, by=make_user(role=role))
    with pytest.raises(NotAllowed):
        decline_erratum(erratum, by=make_user(role=role), because="不对。")

    erratum.refresh_from_db()
    assert erratum.state == ErratumState.PROPOSED


def test_who_declines_says_why_and_who_has_proposed_may_take_it_back():
    alice = make_user(role=Role.WEB_EDITOR)
    declined, taken_back = (
        make_erratum(by=alice),
        make_erratum(clause=Clause.objects.first(), by=alice),
    )

    with pytest.raises(Refused, match="请写明不采纳的理由"):
        decline_erratum(declined, by=reviewer(), because=" ")
    decline_erratum(declined, by=reviewer(), because="正式文本就是这样。")
    decline_erratum(taken_back, by=alice, because="看错了。")

    assert set(Erratum.objects.values_list("state", flat=True)) == {"declined"}
    told = Event.objects.of(declined).get(verb="decline")
    assert told.because == "正式文本就是这样。"
    assert Clause.objects.get(pk=declined.clause_id).text == WRONG


def make_imported():
    version = draft_version(
        make_regulation(slug="r"), SECOND, effective_on=OLD, by=None
    )
    publish_version(version, by=None)
    return version


def test_an_item_is_put_right_where_it_stands_and_its_article_with_it():
    version = make_imported()
    article, item = (
        version.clauses.get(anchor=anchor) for anchor in ("art-1z1", "art-1z1-p1-i2")
    )

    with pytest.raises(Refused, match="写在下面的款和项里"):
        make_erratum(clause=article, text=article.text.replace("分类", "分别"))
    accept_erratum(make_erratum(clause=item, text="分别投放。"), by=reviewer())

    article.refresh_from_db()
    assert "（二）分别投放。" in article.text
    found = get_search_backend().search("分别投放", Clause)
    assert article in list(found)


def test_rg_03_what_the_text_refers_to_is_looked_up_again(client):
    clause = make_misprint(text="按第三条罚款。")

    accept_erratum(make_erratum(clause=clause, text="按第二条罚款。"), by=reviewer())

    clause.refresh_from_db()
    assert [reference[2] for reference in clause.references] == ["art-2"]
    page = client.get("/regulations/r/art-1/").text
    assert '<a href="/regulations/r/art-2/">第二条</a>' in page


@pytest.mark.parametrize(
    "where", ["/regulations/r/", "/regulations/r/2026-03-01/", "/regulations/r/art-1/"]
)
def test_readers_are_told_what_was_put_right_and_what_stood_there(client, where):
    erratum = make_erratum()
    assert "勘误" not in client.get(where).text

    accept_erratum(erratum, by=reviewer())

    page = client.get(where).text
    assert "勘误：2026年11月20日，更正了第一条的错字（录入时打错）" in page
    assert "原来写的是：" in page
    assert WRONG in page
    assert RIGHT in page


def test_readers_hear_nothing_of_what_is_only_proposed_or_was_declined(client):
    decline_erratum(make_erratum(), by=reviewer(), because="不对。")
    make_erratum(clause=Clause.objects.get(anchor="art-2"), text="不打扫的，重罚。")

    for where in ("/regulations/r/", "/regulations/r/art-1/", "/regulations/r/art-2/"):
        assert "勘误" not in client.get(where).text


def test_gw_39_a_number_that_was_put_right_is_not_told_again(client):
    clause = make_misprint(text=f"请打{MOBILE}。")

    accept_erratum(make_erratum(clause=clause, text="请打热线。"), by=reviewer())

    for where in ("/regulations/r/", "/regulations/r/art-1/"):
        page = client.get(where).text
        assert "138******00" in page
        assert MOBILE not in page


def test_the_name_of_a_chapter_is_put_right_in_the_whole_text(client):
    version = make_version(make_regulation(slug="r"), effective_on=OLD)
    chapter = make_clause(version, 1, kind=ClauseKind.CHAPTER, title="总侧")
    make_clause(version, 1, text=RIGHT)

    erratum = propose_erratum(
        chapter,
        title="总则",
        text="",
        because="录入时打错",
        by=make_user(role=Role.WEB_EDITOR),
    )
    accept_erratum(erratum, by=reviewer())

    page = client.get("/regulations/r/").text
    assert "第一章 总则</h2>" in page
    assert "总侧" in page
