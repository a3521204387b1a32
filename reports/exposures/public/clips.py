"""Where a notice's case was shown on television: for whoever looks again."""

from django.utils.translation import gettext as _

from reports.exposures.models import Exposure
from reports.lists.follow_up import Clip


def clips_of_notices(keys: list[int]) -> dict[int, Clip]:
    """Return the programme and its second by the key of the notice, in one query."""
    shown = (
        Exposure.objects.public()
        .filter(notice__in=keys)
        .select_related("episode", "batch__episode")
    )
    found = {}
    for exposure in shown:
        episode = exposure.episode or exposure.batch.episode
        if episode is not None and exposure.notice_id is not None:
            title = (
                _("%(title)s，第%(second)s秒")
                % {"title": episode.title, "second": exposure.clip_start}
                if exposure.clip_start
                else episode.title
            )
            found[exposure.notice_id] = Clip(title, episode.url)
    return found
