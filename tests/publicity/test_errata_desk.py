"""Typing errors of public clauses at the desk: who finds them, who compares them."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.users.roles import Role
from publicity.models import Clause, Erratum
from publicity.services.errata import accept_erratum
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns
from tests.publicity.make_errata import RIGHT, WRONG, make_erratum, make_misprint
from tests.publicity.make_reading import make_version
from tests.publicity.test_wording_changes import save

pytestmark = pytest.mark.django_db
STRANGERS = [None, Role.TV_EDITOR, Role.DESK]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def enter(client):
    def as_role(role):
        user = make_user(role=role)
        client.force_login(user)
        return user

    return as_role


def form_for(clause):
    return reverse("publicity_erratum_propose", args=[clause.pk])


def page_of(erratum):
    return reverse("publicity_erratum", args=[erratum.pk])


def buttons(page):
    return [button.text.strip() for button in page.select("main form button")]


def soup(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_gw_38_an_editor_finds_it_and_a_reviewer_compares_and_corrects(client, enter):
    clause = make_misprint()
    enter(Role.WEB_EDITOR)
    listed = soup(client, reverse(Clause.snippet_viewset.get_url_name("list")))
    assert listed.find("a", href=form_for(clause))
    form = soup(client, form_for(clause))
    assert WRONG in form.select("textarea[name=text]")[0].text

    sent = {"title": "", "text": f"{RIGHT}\r\n", "because": "录入时打错"}
    told = client.post(form_for(clause), sent, follow=True)

    assert "请另一个能公布法规的人核对" in told.text
    erratum = Erratum.objects.get()
    assert buttons(soup(client, page_of(erratum))) == ["撤回"]
    assert WRONG in client.get("/regulations/r/art-1/").text

    enter(Role.REVIEWER)
    page = soup(client, page_of(erratum))
    assert buttons(page) == ["核对无误，更正", "退回"]
    assert [tag.text for tag in page.select("main del, main ins")] == ["而", "面"]
    client.post(page_of(erratum), {"accept": "1"})

    assert RIGHT in client.get("/regulations/r/art-1/").text
    assert buttons(soup(client, page_of(erratum))) == []


def test_gw_38_a_chief_editor_does_not_compare_what_he_has_found(client, enter):
    chief = enter(Role.CHIEF_EDITOR)
    erratum = make_erratum(by=chief)

    assert buttons(soup(client, page_of(erratum))) == ["撤回"]
    told = client.post(page_of(erratum), {"accept": "1"}).text

    assert "提出勘误的人不能自己核对" in told
    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG


def test_a_reviewer_sends_it_back_with_a_reason_that_the_editor_reads(client, enter):
    alice = make_user(role=Role.WEB_EDITOR)
    erratum = make_erratum(by=alice)
    enter(Role.REVIEWER)

    refused = client.post(page_of(erratum), {"because": " "}).text
    client.post(page_of(erratum), {"because": "正式文本就是这样。"})

    assert "请写明不采纳的理由" in refused
    client.force_login(alice)
    assert "正式文本就是这样。" in client.get(page_of(erratum)).text
    assert WRONG in client.get("/regulations/r/art-1/").text


def test_what_was_decided_meanwhile_is_told(client, enter):
    erratum = make_erratum()
    accept_erratum(erratum, by=make_user(role=Role.CHIEF_EDITOR))
    enter(Role.REVIEWER)

    for sent in ({"accept": "1"}, {"because": "不对。"}):
        assert "已经有人处理过" in client.post(page_of(erratum), sent).text


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_sees_and_does_nothing(client, enter, role):
    erratum = make_erratum()
    enter(role)

    for address in (
        form_for(erratum.clause),
        page_of(erratum),
        reverse("publicity_errata"),
    ):
        assert client.get(address).status_code in {302, 403}
        answer = client.post(address, {"accept": "1", "text": RIGHT, "because": "x"})
        assert answer.status_code in {302, 403, 405}

    assert Erratum.objects.get().state == "proposed"
    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG


def test_a_web_editor_accepts_nothing(client, enter):
    erratum = make_erratum()
    enter(Role.WEB_EDITOR)

    assert buttons(soup(client, page_of(erratum))) == []
    told = client.post(page_of(erratum), {"accept": "1"}).text

    assert "请交给审核员或者总编辑" in told
    assert Clause.objects.get(pk=erratum.clause_id).text == WRONG


def test_a_reviewer_proposes_nothing(client, enter):
    clause = make_misprint()
    enter(Role.REVIEWER)

    assert client.get(form_for(clause)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "请打13800138000。"}, "有完整的手机号"),
        ({"text": WRONG}, "文字没有改动"),
        ({"because": ""}, "请写明更正的原因"),
        ({"text": f"{RIGHT}\r\n第二款。"}, "不能增加、减少款和项"),
        ({"title": "题" * 81}, "80"),
    ],
    ids=["number", "same", "because", "more", "long"],
)
def test_what_is_refused_is_told_and_the_text_is_kept(client, enter, fields, sentence):
    clause = make_misprint()
    enter(Role.WEB_EDITOR)
    sent = {"title": "", "text": RIGHT, "because": "打错"} | fields

    answer = client.post(form_for(clause), sent)

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 400
    [main], [kept] = page.select("main"), page.select("textarea[name=text]")
    assert sentence in main.text
    assert kept.text.strip().splitlines() == sent["text"].splitlines()
    assert not Erratum.objects.exists()


def test_a_draft_has_no_errata(client, enter):
    clause = make_version(state="draft", articles=1).clauses.get()
    enter(Role.CHIEF_EDITOR)

    listed = soup(client, reverse(Clause.snippet_viewset.get_url_name("list")))

    assert not listed.find("a", href=form_for(clause))
    assert client.get(form_for(clause)).status_code == 404


def test_whoever_tries_to_rewrite_a_clause_is_shown_the_way(client, enter):
    clause = make_misprint()
    enter(Role.WEB_EDITOR)

    assert "点“勘误”" in save(client, clause, text=RIGHT)


def test_what_waits_is_listed_and_lies_on_the_desk_of_who_may_compare_it(client, enter):
    make_columns()
    erratum = make_erratum()

    for role, has_panel in ((Role.REVIEWER, True), (Role.WEB_EDITOR, False)):
        enter(role)
        assert soup(client, reverse("publicity_errata")).find(
            "a", href=page_of(erratum)
        )
        home = client.get(reverse("wagtailadmin_home")).text
        assert (f'href="{page_of(erratum)}"' in home) is has_panel
        assert reverse("publicity_errata") in home  # in the menu


def test_who_has_found_it_does_not_find_it_on_the_own_desk(client, enter):
    make_columns()
    chief = enter(Role.CHIEF_EDITOR)
    erratum = make_erratum(by=chief)

    home = soup(client, reverse("wagtailadmin_home"))

    assert not home.find("a", href=page_of(erratum))
