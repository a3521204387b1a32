"""A wording from the paste to the page: drafted, published, linked, repealed."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from publicity import clause_changes
from publicity.models import PenaltyLink, RegulationVersion
from publicity.posters.content import read_articles
from publicity.services.poster_batches import penalties_of
from publicity.services.wording_review import wordings_of
from publicity.services.wordings import (
    RefusedByLaw,
    SameHand,
    TextHasFaults,
    draft_version,
    publish_version,
    repeal_version,
)
from publicity.wording.places import HEADINGS
from publicity.workflow import VERSION_STEPS, ClauseKind, Validity, VersionState
from tests.publicity.make_reading import make_regulation
from tests.publicity.make_wordings import (
    FIRST,
    NEW,
    OLD,
    SECOND,
    add,
    make_two,
    make_user,
    soup,
)
from tests.publicity.wording import texts
from tests.publicity.wording.signs import signs_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(clause_changes, "_listeners", {})
    told: list[clause_changes.ClauseChanges] = []
    clause_changes.register_listener("test", told.append)
    return told


def test_a_paste_becomes_a_draft_that_nobody_sees(client):
    regulation = make_regulation(slug="r")
    version = draft_version(regulation, texts.PARTS, effective_on=OLD, by=None)

    rows = {row.anchor: row for row in version.clauses.all()}
    assert version.state == VersionState.DRAFT
    assert rows["art-3-p1-i2-s1"].parent == rows["art-3-p1-i2"]
    assert rows["art-2"].text == "外墙应当整洁。"
    assert rows["art-2"].parent == rows["part-2-chapter-1-section-1"]
    assert rows["art-3"].text.splitlines()[2] == "（二）设施齐全，包括："
    assert [row.position for row in version.clauses.all()] == list(
        range(1, len(rows) + 1)
    )
    assert client.get("/regulations/r/").status_code == 404


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        (texts.PLAIN, {1}),  # the title, which is the regulation's
        (texts.PARTS, set(range(1, 11))),  # the title and the contents
        (texts.AMENDED, {1}),
        (texts.MISSING_NUMBER, set()),
        (texts.WITHOUT_STEM, set()),
        # Page numbers and an annex; numbers are written as laws write them.
        (texts.FROM_WORD, {5, 8, 10}),
        (FIRST, set()),
        (SECOND, set()),
    ],
    ids=["plain", "parts", "amended", "number", "stem", "word", "first", "second"],
)
def test_every_sign_of_a_paste_is_in_the_rows(text, left_out):
    version = draft_version(
        make_regulation(), text, effective_on=OLD, by=None, accepting_faults=True
    )

    whole, kept = wordings_of(version), [version.title_note]
    for row in version.clauses.order_by("position"):
        if row.kind == ClauseKind.ARTICLE:
            gist = f"【{row.title}】" if row.title else ""
            kept.append(f"{row.label}{gist}{whole[row.anchor]}")
        elif row.kind in HEADINGS:
            kept.append(f"{row.label}{row.title}")
    for written, as_law in {"17": "十七", "18": "十八", "(2)": "（二）"}.items():
        text = text.replace(written, as_law)
    pasted = [line for n, line in enumerate(text.splitlines(), 1) if n not in left_out]
    assert "".join(signs_of("\n".join(kept))) == "".join(signs_of("\n".join(pasted)))


def test_rg_05_a_text_with_faults_is_refused_or_taken_over_by_name():
    regulation = make_regulation()
    clerk = make_user("alice")

    with pytest.raises(TextHasFaults):
        draft_version(regulation, texts.MISSING_NUMBER, effective_on=OLD, by=clerk)
    assert not regulation.versions.exists()
    version = draft_version(
        regulation,
        texts.MISSING_NUMBER,
        effective_on=OLD,
        by=clerk,
        accepting_faults=True,
    )

    event = Event.objects.of(version).get()
    assert event.actor == clerk
    assert "3: no_item_number" in event.because


def test_grave_faults_cannot_be_taken_over():
    with pytest.raises(TextHasFaults):
        draft_version(
            make_regulation(),
            texts.DISORDER,
            effective_on=OLD,
            by=None,
            accepting_faults=True,
        )


def test_gw_38_who_brings_a_text_in_does_not_publish_it():
    regulation, alice, bob = make_regulation(), make_user("alice"), make_user("bob")
    version = draft_version(regulation, FIRST, effective_on=OLD, by=alice)

    with pytest.raises(SameHand):
        publish_version(version, by=alice)
    publish_version(version, by=bob)

    verbs = list(Event.objects.of(version).values_list("verb", "actor__username"))
    assert verbs == [("draft", "alice"), ("publish", "bob")]


@pytest.mark.parametrize("old", VersionState.values)
def test_it_publishes_only_what_the_table_allows(old):
    version = draft_version(make_regulation(), FIRST, effective_on=OLD, by=None)
    RegulationVersion.objects.update(state=old)

    if VersionState.PUBLISHED in VERSION_STEPS[VersionState(old)]:
        publish_version(version, by=None)
    else:
        with pytest.raises(TransitionNotAllowed):
            publish_version(version, by=None)
        assert not Event.objects.of(version).filter(verb="publish").exists()


def test_a_version_that_takes_anothers_place_tells_what_hangs_on_its_clauses(heard):
    _regulation, first, second = make_two()

    told = heard[-1]
    assert (told.older, told.newer, told.effective_on) == (first, second, NEW)
    assert told.added == ["art-1z1"]
    assert told.removed == ["art-2"]
    assert told.renumbered == {"art-3": "art-2", "art-4": "art-3"}
    assert told.changed == ["art-2"]


def test_a_listener_that_fails_keeps_the_version_a_draft(monkeypatch):
    def fail(changes):
        raise RefusedByLaw("no")

    monkeypatch.setattr(clause_changes, "_listeners", {"test": fail})
    version = draft_version(make_regulation(), FIRST, effective_on=OLD, by=None)

    with pytest.raises(RefusedByLaw):
        publish_version(version, by=None)
    version.refresh_from_db()

    assert version.state == VersionState.DRAFT


def test_two_listeners_of_one_name_are_refused(heard):
    with pytest.raises(ImproperlyConfigured):
        clause_changes.register_listener("test", print)


def test_what_was_said_of_unchanged_articles_is_carried_over():
    _regulation, _first, second = make_two()

    same = second.clauses.get(anchor="art-1")
    changed = second.clauses.get(anchor="art-2")
    assert (same.plain_note, same.example) == ("天天扫。", "例子。")
    assert same.responsible_units.count() == 1
    assert same.continues.version.effective_on == OLD
    assert changed.plain_note == ""
    assert changed.continues.anchor == "art-3"


def test_a_repealed_regulation_stays_readable(client, heard):
    regulation = make_regulation(slug="r")
    version = add(regulation, FIRST, OLD)

    with pytest.raises(RefusedByLaw):
        repeal_version(version, on=OLD, by=None, because="决定")
    with pytest.raises(RefusedByLaw):
        repeal_version(version, on=date(2026, 5, 1), by=None, because=" ")
    repeal_version(version, on=date(2026, 5, 1), by=None, because="决定")

    assert heard[-1].removed == ["art-1", "art-2", "art-3", "art-4"]
    assert version.validity == Validity.REPEALED
    assert "已废止" in soup(client, "/regulations/r/").main.text
    assert "已废止" in soup(client, "/regulations/r/art-1/").main.text


def test_rg_03_references_are_links_within_the_wording_that_is_read(client):
    make_two()

    def links(address):
        text = soup(client, address).find(class_="clause")
        return [(a.text, a["href"]) for a in text.find_all("a")]

    assert links("/regulations/r/art-3/") == [("第一条", "/regulations/r/art-1/")]
    assert links("/regulations/r/2027-01-01/art-2/") == [
        ("第一条", "/regulations/r/2027-01-01/art-1/"),
        (
            "第一条之一第一款第一项",
            "/regulations/r/2027-01-01/art-1z1/#art-1z1-p1-i1",
        ),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_rg_03_two_regulations_that_cite_each_other_are_linked_in_any_order(
    client, order
):
    both = [
        ("养犬办法", "dogs", "第一条　遛犬也应当遵守《门前办法》第二条的规定。\n"),
        ("门前办法", "front", "第一条　门前养犬适用《养犬办法》第一条的规定。\n"),
    ]
    more = "第二条　本办法自公布之日起施行。\n"
    for place in order:
        title, slug, text = both[place]
        version = draft_version(
            make_regulation(title=title, slug=slug),
            text + more,
            effective_on=OLD,
            by=None,
            accepting_faults=True,
        )
        publish_version(version, by=None)

    for slug, target in (
        ("dogs", "/regulations/front/art-2/"),
        ("front", "/regulations/dogs/art-1/"),
    ):
        links = soup(client, f"/regulations/{slug}/art-1/").select(".clause a")
        assert [link["href"] for link in links] == [target]


def test_current_wording_differs_is_said_on_both_sides_with_both_wordings(client):
    make_two()

    [future] = soup(client, "/regulations/r/2027-01-01/art-2/").select("main")
    [current] = soup(client, "/regulations/r/art-3/").select("main")

    for page in (future, current):
        assert "处二十元以上五十元以下罚款" in page.text
        assert "处五十元以上一百元以下罚款" in page.text
    assert "当前条文与此不同" in future.text
    assert future.find("a", string="看当前的条文")["href"] == "/regulations/r/art-3/"
    link = current.find("a", string="看将来的条文")
    assert link["href"] == "/regulations/r/2027-01-01/art-2/"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/regulations/r/art-1z1/", "/regulations/r/2027-01-01/art-1z1/"),
        (
            "/regulations/r/art-1z1-p1-i2/",
            "/regulations/r/2027-01-01/art-1z1/#art-1z1-p1-i2",
        ),
        ("/regulations/r/art-1-p1/", "/regulations/r/art-1/#art-1-p1"),
    ],
)
def test_an_address_that_is_good_in_some_wording_answers(client, address, leads_to):
    make_two()

    assert client.get(address)["Location"] == leads_to


def test_the_short_address_leads_to_the_clause(client):
    regulation, _first, _second = make_two()

    response = client.get(f"/c/{regulation.pk}/3/")

    assert response["Location"] == "/regulations/r/art-3/"
    assert f"/c/{regulation.pk}/3/" in client.get("/regulations/r/art-3/").text
    assert client.get("/c/99999/3/").status_code == 404


def test_rg_04_duty_and_penalty_stand_side_by_side_on_both_pages(client):
    _regulation, first, _second = make_two()
    PenaltyLink.objects.create(
        duty_clause=first.clauses.get(anchor="art-1"),
        penalty_clause=first.clauses.get(anchor="art-3"),
        min=20,
        max=50,
    )

    for address in ("/regulations/r/art-1/", "/regulations/r/art-3/"):
        [pairs] = soup(client, address).select(".pairs")
        assert "罚款20元以上50元以下" in pairs.text
        assert "每天打扫" in pairs.text
        assert {a["href"] for a in pairs.find_all("a")} == {
            "/regulations/r/art-1/",
            "/regulations/r/art-3/",
        }


def test_rg_04_a_penalty_that_only_its_pair_tells_is_listed_counted_and_printed(client):
    regulation, first, _second = make_two()
    punished = first.clauses.get(anchor="art-3")
    for duty in first.clauses.filter(anchor__in=["art-1", "art-2"]):
        PenaltyLink.objects.create(
            duty_clause=duty, penalty_clause=punished, min=20, max=50
        )

    index = soup(client, "/regulations/").main
    listed = soup(client, "/regulations/?show=penalties").main

    assert index.find("a", href="?show=penalties").text == "违反了会怎样 1"
    assert "其中1处写明没做到会怎样" in index.text
    [heading] = listed.find_all("h2")
    assert heading.text == "第三条"
    assert [line.text for line in listed.select(".ticks li")] == [
        "第一条：罚款20元以上50元以下",
        "第二条：罚款20元以上50元以下",
    ]
    assert penalties_of(regulation.pk) == [("clause", punished.pk)]
    [poster] = [each for each in read_articles(first) if each.clause == punished]
    assert poster.consequences == ["罚款20元以上50元以下"]


@pytest.mark.parametrize(
    ("moment", "wording"),
    [("2026-12-31T15:59:59Z", "第四条"), ("2026-12-31T16:00:00Z", "垃圾桶")],
)
def test_a_wording_is_in_force_from_midnight_in_shanghai(client, moment, wording):
    make_two()

    with time_machine.travel(moment, tick=False):
        assert wording in client.get("/regulations/r/").text


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("树木", ["第二条"]),
        ("罚款", ["第三条"]),
        ("第3条", ["第三条"]),
        ("天天扫", ["第一条"]),
        ("宇宙", []),
        ("", []),
        ("%00<script>", []),
    ],
)
def test_search_inside_a_regulation(client, query, labels):
    make_two()

    page = soup(client, f"/regulations/r/?q={query}")

    assert [a.text.split()[0] for a in page.select(".hits h2 a")][:1] == labels
    assert not labels or page.find("mark")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
