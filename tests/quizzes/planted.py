"""What is told of a question with its answer, each with a mark to search for."""

from typing import Any

import pytest

from portal import case_pictures
from portal.case_pictures import Case, CasePicture, Source
from tests.publicity.make_reading import make_clause, make_regulation, make_version


def plant(mark: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return fields of a wording: a clause that decides it, a case that was mended."""
    case = Case(
        number="临曝(2026)12号",
        title=f"{mark}案情",
        is_closed=True,
        before=CasePicture("/media/before.jpg", "盲道被占的现场", 640, 400),
        after=CasePicture(f"/media/{mark}after.jpg", f"{mark}清出来了", 640, 400),
        unsaid=(f"{mark}商铺",),
    )
    source = Source(case_of=lambda number: case, closed_cases=lambda words, most: [])
    monkeypatch.setattr(case_pictures, "_source", [source])
    version = make_version(make_regulation(short_title=f"{mark}办法"))
    clause = make_clause(version, 7, text=f"{mark}条文", label=f"{mark}第七条")
    return {"clause": clause, "case_number": case.number}
