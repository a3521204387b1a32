"""What an editor can put into a text, as a reader sees it."""

import pytest

from tests.publicity.make import make_knowledge, make_news
from tests.publicity.make_media import make_attachment, make_film, make_picture
from tests.publicity.make_reading import make_version

pytestmark = pytest.mark.django_db


def read(client, *body):
    page = make_news()
    page.body = list(body)
    page.save()
    response = client.get(page.url)
    assert response.status_code == 200
    return response.text


def test_ac_22_a_picture_has_its_alternative_text_size_and_two_formats(client):
    image = make_picture(size=(1600, 1000), credit="何川")

    text = read(
        client,
        ("picture", {"image": image, "alt": "通道里没有摊", "caption": "东门外"}),
    )

    assert 'alt="通道里没有摊"' in text
    assert 'type="image/avif"' in text
    assert 'width="1280" height="800"' in text
    assert 'loading="lazy"' in text
    assert "东门外 图：何川" in text


def test_tv_10_a_generated_picture_is_labelled(client):
    image = make_picture(is_ai_generated=True)

    assert "人工智能生成" in read(client, ("picture", {"image": image, "alt": "图"}))


def test_a_picture_whose_original_is_gone_does_not_break_the_page(client):
    image = make_picture()
    image.file.delete(save=False)

    assert "正文" in read(client, ("picture", {"image": image, "alt": "图"}))


def test_a_gallery_shows_each_picture(client):
    pictures = [{"image": make_picture(), "alt": f"图{n}号"} for n in range(3)]

    text = read(client, ("gallery", {"pictures": pictures}))

    assert all(f'alt="图{n}号"' in text for n in range(3))


def test_tv_07_a_film_has_captions_or_a_transcript(client):
    text = read(
        client,
        ("video", {"video": make_film(), "caption": "一上午", "transcript": "清晨。"}),
    )

    assert "有字幕" in text
    assert "清晨。" in text


def test_a_recording_of_sound_is_not_shown_as_a_film(client):
    sound = make_film(type="audio", captions=False)

    text = read(client, ("video", {"video": sound, "transcript": "广播稿"}))

    assert "<audio" in text
    assert "<video" not in text


def test_a_table_has_a_caption_headings_and_can_be_scrolled(client):
    text = read(
        client,
        (
            "table",
            {
                "caption": "达标率",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "截至"},
                        {"type": "number", "heading": "%"},
                    ],
                    "rows": [{"values": ["九月", "61"]}],
                },
            },
        ),
    )

    assert "<caption>达标率</caption>" in text
    assert '<th scope="col">截至</th>' in text
    assert '<th scope="row">九月</th>' in text
    assert 'tabindex="0" role="region"' in text


def test_an_attachment_says_its_kind_and_size(client):
    text = read(client, ("attachment", {"document": make_attachment()}))

    assert "附件：检查表（PDF，2.0" in text


def test_quotes_and_facts(client):
    text = read(
        client,
        ("quote", {"text": "在里头也卖得动。", "who": "周师傅"}),
        ("facts", {"title": "数字", "facts": [{"label": "井口", "value": "236个"}]}),
    )

    assert "——周师傅" in text
    assert "<dt>井口</dt><dd>236个</dd>" in text


def test_a_linked_clause_leads_to_its_own_page(client):
    clause = make_version(articles=["门前应当干净。"]).clauses.get()

    text = read(client, ("clause", {"clause": clause}))

    assert f'href="{clause.get_absolute_url()}"' in text
    assert "门前应当干净。" in text


def test_a_linked_page_is_shown_while_it_is_live(client):
    page = make_knowledge(title="怎样洗手才干净")
    assert "怎样洗手才干净" in read(client, ("page", {"page": page}))

    page.unpublish()
    assert "怎样洗手才干净" not in read(client, ("page", {"page": page}))


def test_what_an_editor_types_is_shown_and_not_run(client):
    text = read(client, ("quote", {"text": "<b onclick=x>粗</b>", "who": ""}))

    assert "<b onclick" not in text
    assert "&lt;b onclick=x&gt;" in text
