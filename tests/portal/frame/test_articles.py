"""What every article carries: its meta tags (GW-51, GW-52) and its tools (GW-63)."""

import re

import pytest

from portal.frame.meta import Article
from tests.publicity.make import make_news


def tags_in(html: str) -> dict[str, str]:
    return dict(
        re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    )


def test_gw_51_an_article_carries_site_column_and_article_tags(client, home_page):
    page = make_news(title="河道清理完成", author="记者甲", summary="清了三公里。")

    tags = tags_in(client.get(page.url).text)

    assert tags["SiteName"]
    assert tags["ColumnName"] == "每日动态"
    assert tags["ColumnType"] == "工作动态"
    assert tags["ArticleTitle"] == tags["og:title"] == "河道清理完成"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "县融媒体中心"
    assert tags["Author"] == "记者甲"
    assert tags["Description"] == tags["og:description"] == "清了三公里。"
    assert tags["og:type"] == "article"
    assert tags["Url"] == tags["og:url"] == f"http://testserver{page.url}"
    assert not {name for name, content in tags.items() if not content.strip()}


def test_gw_52_optional_tags_drop_out(client, home_page):
    tags = tags_in(client.get(make_news().url).text)

    assert not {"Author", "Image", "Keywords", "og:image"} & tags.keys()


def test_gw_52_a_draft_without_a_date_can_be_previewed(home_page):
    page = make_news(live=False, first_published_at=None)

    tags = tags_in(page.make_preview_request().rendered_content)

    assert tags["PubDate"]


def test_gw_33_an_article_without_a_date_is_refused_outside_the_preview():
    article = Article(title="题", published_at=None, source="县融媒体中心")

    with pytest.raises(ValueError, match="GW-33"):
        list(article.tags())


def test_gw_63_an_article_has_its_tools_without_script_and_strangers(client, home_page):
    page = make_news()

    text = client.get(page.url).text

    tools = text[text.index('<div class="atools') :].partition("</details>")
    assert "打印" in tools[0]
    assert 'href="?size=large"' in tools[0]
    assert "扫码分享" in tools[0]
    assert f"http://testserver{page.url}" in tools[0]
    assert "<path" in tools[0]
    assert 'href="/news/">返回每日动态' in tools[2]


def test_gw_63_the_chosen_size_is_marked(client, home_page):
    client.cookies["size"] = "large"

    text = client.get(make_news().url).text

    assert 'href="?size=large" aria-current="true"' in text


def test_gw_60_a_link_out_of_an_article_asks_first(client, home_page):
    page = make_news(text='见<a href="https://news.example.com/">外站</a>')

    text = client.get(page.url).text

    assert 'class="out" href="/go/?u=https%3A%2F%2Fnews.example.com%2F&amp;s=' in text
    assert 'href="https://news.example.com' not in text
