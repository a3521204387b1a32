from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.frame.navigation import entries
from portal.frame.preferences import TEXT_SIZES, preferences_of
from portal.frame.sites import government_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the frame around it shows."""
    return {
        # The CMS has no frame and should not ask for it.
        "government": SimpleLazyObject(lambda: government_of(request)),
        "menu": entries(),
        "preferences": preferences_of(request),
        "text_sizes": TEXT_SIZES,
    }
