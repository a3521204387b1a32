"""Two wordings of one regulation, and how they come in."""

import re
from datetime import date

from bs4 import BeautifulSoup
from django.urls import reverse

from portal.users.models import User
from publicity.models import Clause
from publicity.services.wordings import (
    draft_version,
    publish_version,
)
from tests.portal.make import make_unit
from tests.publicity.make_reading import make_regulation

OLD, NEW = date(2026, 3, 1), date(2027, 1, 1)
FIRST = """\
第一条　沿街单位应当每天打扫门前的地面和墙面。
第二条　沿街单位应当爱护门前的树木花草，不钉挂。
第三条　违反第一条规定的，处二十元以上五十元以下罚款。
第四条　本办法自公布之日起施行，由县城市管理局解释。
"""


SECOND = """\
第一条　沿街单位应当每天打扫门前的地面和墙面。
第一条之一　沿街单位应当在门前放置有盖的垃圾桶，并且：
（一）每天清洗；
（二）分类投放。
第二条　违反第一条、第一条之一第一款第一项规定的，处五十元以上一百元以下罚款。
第三条　本办法自公布之日起施行，由县城市管理局解释。
"""


def make_user(name):
    return User.objects.create_superuser(name, f"{name}@example.test", "x")


def add(regulation, text, day, **kwargs):
    version = draft_version(regulation, text, effective_on=day, by=None, **kwargs)
    publish_version(version, by=None)
    return version


def make_two():
    regulation = make_regulation(slug="r")
    first = add(regulation, FIRST, OLD)
    article = first.clauses.get(anchor="art-1")
    Clause.objects.filter(pk=article.pk).update(plain_note="天天扫。", example="例子。")
    article.responsible_units.add(make_unit())
    return regulation, first, add(regulation, SECOND, NEW)


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def bring_in(client, regulation, text, **fields):
    return client.post(
        reverse("publicity_wording_bring_in"),
        {"regulation": regulation.pk, "effective_on": "2026-03-01", "text": text}
        | (fields.pop("other", {}))
        | fields,
    )


def crawl(client, regulation):
    """Open every wording and clause; return how many references were followed."""
    ids, followed = {}, 0

    def page(address):
        if address not in ids:
            found = soup(client, address)
            ids[address] = {tag["id"] for tag in found.find_all(id=True)}, found
        return ids[address]

    for version in regulation.versions.all():
        base = version.get_absolute_url()
        known, _whole = page(base)
        for clause in version.clauses.all():
            assert clause.anchor in known, (base, clause.anchor)
        addresses = [base] + [
            f"{base}{clause.anchor}/" for clause in version.clauses.articles()
        ]
        for address in addresses:
            _ids, found = page(address)
            for link in found.select(".art p a, .art li a, .clause .txt a"):
                where, _hash, anchor = link["href"].partition("#")
                where = re.sub(r"\?.*", "", where) or address
                assert not anchor or anchor in page(where)[0], link
                followed += 1
        for clause in version.clauses.all():
            for short in (clause.get_absolute_url(), f"{base}{clause.anchor}/"):
                response = client.get(short, follow=True)
                assert response.status_code == 200, short
    return followed
