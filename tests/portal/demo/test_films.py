from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from portal.demo.drawing import SCENES
from portal.demo.films import (
    Caption,
    Film,
    FilmError,
    duration_of,
    make_film,
    poster,
    webvtt,
)
from portal.demo.films.ffmpeg import run
from portal.demo.films.shots import Card, cut

pytestmark = pytest.mark.once

SMALL = (320, 180)


def make_script(
    *texts: str,
    duration: float | None = None,
    start: float = 3.0,
    seconds: float = 3.0,
    seed: int = 1,
) -> Film:
    """Let each of `texts` be said for `seconds`, one after the other."""
    captions = [
        Caption(start + i * seconds, start + (i + 1) * seconds, text)
        for i, text in enumerate(texts)
    ]
    if duration is None:
        duration = start + len(texts) * seconds + 2.0
    return Film(duration, captions, seed=seed, opening=next(iter(SCENES)))


def make_short_script() -> Film:
    captions = [Caption(0.5, 1.5, "路口，雨"), Caption(1.5, 2.5, "车停了")]
    return Film(3.0, captions, seed=7, opening=next(iter(SCENES)))


@pytest.fixture(scope="module")
def short_film(tmp_path_factory):
    path = tmp_path_factory.mktemp("films") / "短片.mp4"
    heard: list[float] = []
    make_film(make_short_script(), path, size=SMALL, on_progress=heard.append)
    return path, heard


def test_it_lasts_as_long_as_its_script(short_film):
    path, _ = short_film

    assert duration_of(path) == pytest.approx(3.0, abs=0.2)


def test_it_has_a_picture_of_the_wanted_size_and_a_sound(short_film):
    path, _ = short_film

    streams = run(["-i", f"file:{path}"], timeout=20, check=False)

    assert "Video: h264" in streams
    assert "yuv420p" in streams
    assert "320x180" in streams
    assert "25 fps" in streams
    assert "Audio: aac" in streams


def test_its_sound_is_neither_silent_nor_loud(short_film):
    path, _ = short_film

    said = run(
        ["-i", f"file:{path}", "-af", "volumedetect", "-f", "null", "-"], timeout=20
    )

    mean = float(said.split("mean_volume: ")[1].split(" ")[0])
    highest = float(said.split("max_volume: ")[1].split(" ")[0])
    assert -32 < mean < -14
    assert highest < -1


def test_it_moves(short_film):
    path, _ = short_film

    said = run(
        [
            *("-i", f"file:{path}", "-an"),
            *("-vf", "freezedetect=n=0.0003:d=0.5", "-f", "null", "-"),
        ],
        timeout=20,
    )

    assert "freeze_start" not in said


def test_it_can_be_played_before_it_is_fetched_whole(short_film):
    path, _ = short_film
    content = path.read_bytes()

    assert content.index(b"moov") < content.index(b"mdat")


def test_it_tells_how_far_it_is(short_film):
    _, heard = short_film

    assert heard == sorted(heard)
    assert heard[0] == 0
    assert heard[-1] == 1


def test_only_the_film_is_left_in_the_folder(short_film):
    path, _ = short_film

    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o044


def make_program(folder: Path, line: str) -> str:
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{line}\n")
    program.chmod(0o755)
    return str(program)


def test_a_failure_keeps_the_old_film_and_repeats_what_ffmpeg_said(tmp_path):
    ffmpeg = make_program(tmp_path, "echo 'no such codec' >&2; exit 3")
    path = tmp_path / "films" / "a.mp4"
    path.parent.mkdir()
    path.write_bytes(b"the old film")

    with pytest.raises(FilmError, match="no such codec"):
        make_film(make_short_script(), path, size=SMALL, ffmpeg=ffmpeg)

    assert path.read_bytes() == b"the old film"
    assert list(path.parent.iterdir()) == [path]


def test_a_film_given_up_half_way_leaves_nothing(tmp_path):
    def give_up(share):
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_film(
            make_short_script(), tmp_path / "a.mp4", size=SMALL, on_progress=give_up
        )

    assert not list(tmp_path.iterdir())


def test_it_says_when_there_is_no_ffmpeg(tmp_path):
    with pytest.raises(FilmError, match="cannot be started"):
        make_film(make_short_script(), tmp_path / "a.mp4", ffmpeg="/nowhere/ffmpeg")

    assert not list(tmp_path.iterdir())


def test_a_stuck_ffmpeg_is_ended(tmp_path):
    ffmpeg = make_program(tmp_path, "exec sleep 60")

    with pytest.raises(FilmError, match="took longer"):
        run([], ffmpeg=ffmpeg, timeout=0.3, frames=[bytes(1_000_000)])


@pytest.mark.parametrize(
    ("duration", "size"), [(0.0, SMALL), (-1.0, SMALL), (3.0, (321, 180))]
)
def test_it_refuses_what_cannot_be_a_film(tmp_path, duration, size):
    film = Film(duration, [], seed=1, opening=next(iter(SCENES)))

    with pytest.raises(FilmError):
        make_film(film, tmp_path / "a.mp4", size=size)


def test_a_text_has_no_duration(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_text("not a film")

    with pytest.raises(FilmError, match="no duration"):
        duration_of(path)


def test_the_poster_is_the_picture_of_the_first_caption():
    river, market = make_script("清澜河边", "菜市场"), make_script("菜市场", "清澜河边")

    image = poster(river, size=(640, 360))

    assert image.size == (640, 360)
    assert image.tobytes() != poster(market, size=(640, 360)).tobytes()


def test_the_poster_is_not_the_studio_every_episode_begins_in():
    greeting, river = make_script("观众朋友", "清澜河边"), make_script("清澜河边")
    studio = cut(greeting)[1].scene

    image = poster(replace(greeting, opening=studio), size=(320, 180))

    assert image.tobytes() == poster(river, size=(320, 180)).tobytes()


@pytest.mark.parametrize(
    "film",
    [
        make_script("路口，雨", "车停了", "一张近景"),
        make_script("路口，雨", start=0.5, duration=4.5),
        make_script(*["嗯"] * 12, seconds=0.5),
        make_script(duration=12.0),
        make_script(duration=1.0),
        make_script("说得太晚", start=20.0, duration=10.0),
    ],
)
def test_the_shots_fill_the_film_without_a_gap(film):
    shots = cut(film)

    assert shots[0].start == 0
    assert shots[0].card is Card.OPENING
    assert shots[-1].end == film.duration
    assert shots[-1].card is Card.CLOSING
    assert all(a.end == b.start for a, b in pairwise(shots))
    assert all(shot.end > shot.start for shot in shots)


def test_two_captions_of_one_scene_are_two_shots():
    _, *shots, _ = cut(make_script("这里是菜市场", "这里是菜市场", "这里是菜市场"))

    assert len({shot.scene for shot in shots}) == 1
    assert all(a.move != b.move for a, b in pairwise(shots))
    assert len({shot.seed for shot in shots}) == 2


def test_the_camera_stays_where_the_words_show_nothing():
    _, before, during, _ = cut(make_script("清澜河边", "嗯"))

    assert during.scene == before.scene


def test_of_two_captions_too_short_for_two_shots_the_longer_is_shown():
    film = Film(
        9.0,
        [Caption(3, 3.5, "清澜河边"), Caption(3.5, 7, "（现场声）这里是菜市场")],
        seed=1,
        opening=next(iter(SCENES)),
    )

    _, shot, _ = cut(film)

    assert shot.scene == cut(make_script("（现场声）这里是菜市场"))[1].scene


def test_a_light_stays_until_the_next_word_for_one():
    _, *shots, _ = cut(make_script("深夜，烟雾", "手电照过楼道", "早上，灯灭了"))

    assert [shot.light for shot in shots] == ["night", "night", "day"]


def test_the_camera_never_leaves_the_drawing():
    _, *shots, _ = cut(make_script(*["街上"] * 12))

    for shot in shots:
        for view in (shot.view(shot.start), shot.view(shot.end)):
            assert view.x - view.width / 2 >= 0
            assert view.x + view.width / 2 <= 1


def test_captions_become_a_webvtt_file():
    captions = [Caption(3.0, 6.1, "观众朋友"), Caption(3661.5, 3662.0, "再见")]

    assert webvtt(captions) == (
        "WEBVTT\n"
        "\n"
        "00:00:03.000 --> 00:00:06.100\n"
        "观众朋友\n"
        "\n"
        "01:01:01.500 --> 01:01:02.000\n"
        "再见\n"
    )


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("A & B", "A &amp; B"),
        ("<b>大</b>", "&lt;b&gt;大&lt;/b&gt;"),
        ("1 --> 2", "1 --&gt; 2"),
        ("上\n\n\n下", "上\n下"),
        ("上\r\n下", "上\n下"),
    ],
)
def test_a_text_cannot_break_the_webvtt_file(text, cue):
    assert webvtt([Caption(0, 1, text)]).split("\n", 3)[3] == f"{cue}\n"


@pytest.mark.parametrize(
    "caption", [Caption(1, 1, "无"), Caption(2, 1, "无"), Caption(0, 1, " ")]
)
def test_webvtt_leaves_out_a_caption_nobody_could_read(caption):
    assert webvtt([caption]) == "WEBVTT\n"


def test_webvtt_puts_captions_in_order():
    lines = webvtt([Caption(5, 6, "后"), Caption(1, 2, "先")]).splitlines()

    assert lines.index("先") < lines.index("后")


def test_a_rounded_second_carries_over():
    assert "00:01:00.000 -->" in webvtt([Caption(59.9996, 61, "整")])
