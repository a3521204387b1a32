"""What other rooms show on the public page of a notice is registered here."""

from portal.hubs import Hub
from reports.notices.models import RectificationNotice

notice_hub: Hub[RectificationNotice] = Hub("notice")
