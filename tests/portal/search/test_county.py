"""What a resident finds in the demonstration county. Both databases must agree."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from publicity.models import Clause
from tests.publicity.make import make_news

pytestmark = pytest.mark.django_db

APPEARANCE = "《临溪县城市市容和环境卫生管理办法》"
FRONTAGE = "《临溪县门前四包责任制实施办法》"
CIVILITY = "《临溪县文明行为促进办法》"
DOGS = "《临溪县养犬管理办法》"
FIREWORKS = "《临溪县烟花爆竹燃放管理办法》"
TRADING = "《临溪县占道经营管理规定》"
LATIN = "5Ｇ基站进小区，辐射按GB/T 30428测"

FIRST = [  # the very first hit
    # names, whole and short
    ("双创办", "临溪县双创工作指挥部办公室"),
    ("城管局", "临溪县城市管理局"),
    ("疾控中心", "临溪县疾病预防控制中心"),
    ("教体局", "临溪县教育体育局"),
    ("临溪县司法局", "临溪县司法局"),
    ("西关片区", "西关片区"),
    # regulations and clauses
    ("养犬管理办法", "临溪县养犬管理办法"),
    ("占道经营管理规定", "临溪县占道经营管理规定"),
    ("门前四包 第十七条", f"{FRONTAGE}第十七条 不合格处理"),
    ("养犬管理办法第十一条", f"{DOGS}第十一条 牵绳"),
    ("养犬 第11条", f"{DOGS}第十一条 牵绳"),
    ("市容管理办法 第17条", f"{APPEARANCE}第十七条 建筑工地"),
    ("禁养犬", f"{DOGS}第八条 禁养犬"),
    ("倚门经商", f"{TRADING}第九条 倚门经商"),
    # whole titles, with what a search engine likes to trip over
    ("“墙上没电话了” 城管集中清除小广告2300余处", None),
    ("占道经营：哪里能摆、什么时候摆", None),
    ("公厕找不到？三十八座公厕上了网站地图", None),
    ("噪声扰民怎么办", None),
    ("六小行业达标率突破86% 提前完成目标", None),
    ("双创，是你我", None),
]
ON_THE_FIRST_PAGE = [
    # one sign
    ("狗", ["狗咬伤、猫抓伤的处理"]),
    ("鼠", ["秋季统一灭鼠投药公告", "家里也要防鼠防蟑"]),
    ("鱼", ["立冬这天 清澜河放流三万尾鱼苗", "放一尾鱼，别乱放"]),
    # two signs, in the midst of sentences
    ("占道", ["占道经营专项整治", f"{TRADING}第十条 占道加工"]),
    ("洗手", ["正确洗手二十秒", "全球洗手日进校园 七步洗手编成课间操"]),
    ("管局", ["临溪县城市管理局"]),
    ("骑手", ["两名外卖骑手成了“移动网格员”", "骑手拍下的八十六件事"]),
    ("禁烟", [f"{CIVILITY}第九条 文明控烟"]),
    ("火钳", ["一把火钳十二年 石马坡“拾荒爷爷”带出一支护院队", "石马坡的火钳爷爷"]),
    # three and four
    (
        "斑马线",
        ["请给斑马线两秒钟", "斑马线上的两秒钟", "孩子们的一封信：请给斑马线两秒钟"],
    ),
    ("楼栋长", ["八十三个“楼栋长”管出一片清净小区", "管小事的楼栋长"]),
    ("门前四包", ["一图读懂门前四包", "临溪县门前四包责任制实施办法"]),
    ("烟花爆竹", ["烟花爆竹的“能”与“不能”", "临溪县烟花爆竹燃放管理办法"]),
    ("高空抛物", ["高空抛物的责任"]),
    ("一氧化碳", ["冬天取暖谨防一氧化碳"]),
    ("整改通知单", ["整改通知单的来龙去脉", "对21份到期整改通知单集中复查 19份销号"]),
    ("消防通道", ["打通十七条消防通道"]),
    # with digits and Latin letters
    ("85%", ["六小行业要达到什么标准"]),
    ("11大项", ["全县“双创”攻坚动员会召开 六十天攻坚行动全面启动"]),
    ("86.4%", ["六十天攻坚行动收官 双创办公布总体情况"]),
    ("打120", ["心脏骤停的黄金四分钟"]),
    ("3126人", ["双创知识竞赛开赛 线上答题第一天参与突破三千人"]),
    ("5G基站", [LATIN]),
    ("５ｇ", [LATIN]),
    ("gb/t 30428", [LATIN]),
    ("COVID-19", [LATIN]),
    # questions
    ("违规养犬怎么处罚", [f"{DOGS}第十九条 举报"]),
    ("什么时候可以放烟花", ["烟花爆竹的“能”与“不能”", f"{FIREWORKS}第十四条 处罚"]),
    ("请问装修垃圾怎么扔？", ["装修垃圾应该怎么扔"]),
    ("哪里可以摆摊", ["占道经营：哪里能摆、什么时候摆"]),
    ("怎么投诉", ["投诉须知", "投诉提交后都发生什么"]),
    ("被狗咬了怎么办", ["狗咬伤、猫抓伤的处理"]),
    # several words, a slip of the pen
    ("养犬 登记", [f"{DOGS}第六条 登记", "关于开展文明养犬集中登记周的公告"]),
    ("占道经营处罚", ["占道经营：哪里能摆、什么时候摆"]),
    ("倚门径商", [f"{TRADING}第九条 倚门经商"]),
]
PREFIXES = [
    ("占", "占道经营专项整治"),
    ("占道", "临溪县占道经营管理规定"),
    ("城管", "临溪县城市管理局"),
    ("第三十六", f"{APPEARANCE}第三十六条 施行日期"),
    ("全球洗手", "全球洗手日进校园 七步洗手编成课间操"),
    ("5", LATIN),
    ("公益", "公益广告"),
    ("西", "西关片区"),
]


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    with (
        time_machine.travel("2026-11-21 10:00+08:00"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_demo", films="none", picture_width=64)
        make_news(
            title=LATIN,
            text="标准号是GB/T 30428.2，检测单位的COVID-19登记码写在v2.0表里。",
        )
        yield Client()
        transaction.set_rollback(True)


def titles(response) -> list[str]:
    found = re.findall(r'<h2 class="h3"><a [^>]*>(.*?)</a>', response.text, re.S)
    return [unescape(re.sub("<[^>]+>", "", title)) for title in found]


@pytest.mark.parametrize(("query", "title"), FIRST)
def test_the_first_hit(county, query, title):
    response = county.get("/search/", {"q": query})

    assert titles(response)[0] == (title or query)


@pytest.mark.parametrize(("query", "expected"), ON_THE_FIRST_PAGE)
def test_the_first_page_of_hits(county, query, expected):
    response = county.get("/search/", {"q": query})

    assert [title for title in expected if title not in titles(response)] == []


@pytest.mark.parametrize(("typed", "title"), PREFIXES)
def test_suggestions_while_typing(county, typed, title):
    response = county.get("/search/suggest/", {"q": typed})

    suggested = [entry["title"] for entry in response.json()]
    assert title in suggested
    assert len(suggested) <= 8
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}


def test_in_33_every_live_title_is_found_on_the_first_page(county):
    live = Page.objects.live().filter(depth__gt=2).order_by("pk")
    asked = [page.title for page in live[::6]]

    missed = [
        title
        for title in asked
        if title not in titles(county.get("/search/", {"q": title}))
    ]

    assert len(asked) > 30
    assert missed == []


def test_a_clause_is_found_by_its_title_as_shown(county):
    for clause in Clause.objects.articles().in_force(date(2026, 11, 21))[::14]:
        title = f"《{clause.version.regulation}》{clause.label} {clause.title}"

        assert titles(county.get("/search/", {"q": title}))[0] == title


def test_the_order_is_the_same_on_every_database(county):
    # Written down once; SQLite and PostgreSQL both have to give it.
    assert titles(county.get("/search/", {"q": "文明养犬"})) == [
        "关于开展文明养犬集中登记周的公告",
        "新城社区居民委员会",
        "一根绳子的温柔",
    ]
    assert titles(county.get("/search/", {"q": "占道经营处罚"}))[:8] == [
        "占道经营：哪里能摆、什么时候摆",
        "占道经营专项整治",
        "临溪县占道经营管理规定",
        f"{TRADING}第十二条 文明经营",
        f"{TRADING}第十条 占道加工",
        f"{TRADING}第八条 经营时间",
        f"{APPEARANCE}第十二条 占道和倚门经商",
        "投诉须知",
    ]


def test_it_asks_few_questions_of_the_database(county, django_assert_max_num_queries):
    county.get("/search/", {"q": "文明"})
    for query in ("文明", "占道经营处罚", "养犬 第17条", "没有这回事儿哟", ""):
        with django_assert_max_num_queries(12):
            county.get("/search/", {"q": query})
