import pytest

from portal import fonts


@pytest.fixture
def no_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "DIRECTORIES", [tmp_path])
    return tmp_path


def test_a_machine_without_chinese_fonts_has_none(no_fonts):
    assert fonts.chinese_faces() is None


def test_a_broken_font_is_passed_over(no_fonts):
    (no_fonts / "NotoSansCJK-Regular.ttc").write_bytes(b"ttcf broken")
    (no_fonts / "NotoSansSC-Regular.otf").write_bytes(b"")

    assert fonts.chinese_faces() is None


@pytest.mark.parametrize("configured", ["/nowhere/font.ttc", __file__])
def test_a_setting_that_names_no_font_falls_back(settings, no_fonts, configured):
    settings.PDF_FONT = configured

    assert fonts.chinese_faces() is None


@pytest.mark.skipif(fonts.chinese_faces() is None, reason="no Chinese font here")
def test_the_setting_comes_first(settings):
    faces = fonts.chinese_faces()
    assert faces is not None
    settings.PDF_FONT = str(faces.title.path)

    chosen = fonts.chinese_faces()

    assert chosen is not None
    assert (chosen.text, chosen.title) == (faces.title, faces.title)
