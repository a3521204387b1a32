"""Static files have the addresses that Django gives them, whether asked once or twice."""

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from portal.static_files import HashedStaticFiles, StaticFiles

NAMES = ("css/tokens.css", "js/site.js")


@pytest.fixture
def collected(tmp_path):
    """Collect two files into a folder, as `collectstatic` does."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"/* {name} */")
    storage = HashedStaticFiles(location=tmp_path)
    for _name, _hashed, was_processed in storage.post_process(
        {name: (storage, name) for name in NAMES}
    ):
        assert was_processed is True
    return tmp_path


def test_an_address_is_djangos_own():
    plain, kept = StaticFilesStorage(), StaticFiles()

    for name in (*NAMES, NAMES[0], "images/县 城.svg"):
        assert kept.url(name) == plain.url(name)


def test_an_address_tells_what_is_in_the_file(collected):
    plain = CompressedManifestStaticFilesStorage(location=collected)
    kept = HashedStaticFiles(location=collected)

    for name in (*NAMES, NAMES[0]):
        assert kept.url(name) == plain.url(name) != f"/static/{name}"
        assert kept.url(name, force=True) == plain.url(name, force=True)
    for _again in range(2):
        with pytest.raises(ValueError, match="Missing"):
            kept.url("js/none.js")
