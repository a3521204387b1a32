"""One exposure as data (JSON): what the page says, and nothing else."""

from typing import Any
from urllib.parse import urljoin

from reports.exposures.public.looks import look_of
from reports.exposures.public.story import Picture, Story


def as_json(story: Story, root: str) -> dict[str, Any]:
    exposure, notice = story.exposure, story.exposure.notice
    look = look_of(exposure)
    return {
        "address": urljoin(root, exposure.get_absolute_url()),
        "number": exposure.public_number,
        "batch": exposure.batch.number,
        "kind": exposure.kind,
        "state": exposure.state,
        "look": str(look.label),
        "is_under_review": exposure.is_under_review,
        "title": exposure.title,
        "headline": exposure.headline,
        "facts": exposure.facts,
        "reason": exposure.get_reason_code_display(),
        "unit": exposure.unit and exposure.unit.name,
        "business_sign": exposure.business_sign or None,
        "area": exposure.area and exposure.area.name,
        "place": exposure.public_place,
        "found_on": exposure.found_on,
        "published_at": exposure.published_at,
        "rectified_on": exposure.rectified_on,
        "publish_until": exposure.publish_until,
        "notice": notice
        and {
            "number": notice.number,
            "requirement": notice.requirement,
            "issued_at": notice.issued_at,
            "due_at": notice.due_at,
        },
        "clauses": [str(clause) for clause in story.clauses],
        "statements": [
            {
                "text": each.text_public,
                "filed_at": each.filed_at,
                "is_verified": each.is_verified,
            }
            for each in story.statements
        ],
        "reinspections": [
            {"at": each.at, "is_passed": each.is_passed, "text": each.text}
            for each in story.reinspections
        ],
        "complaints": [each.number for each in story.complaints],
        "pictures": [
            {"role": each.role, "address": urljoin(root, _address(each))}
            for each in story.pictures
            if each.full
        ],
        "steps": [{"on": step.on, "text": step.text} for step in story.steps],
    }


def _address(picture: Picture) -> str:
    return picture.full.get_absolute_url() if picture.full else ""
