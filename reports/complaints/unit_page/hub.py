"""What other rooms show on the page of a unit by its secret link.

A panel is given the link; the address's own token is in `request.resolver_match`.
"""

from portal.hubs import Hub
from reports.complaints.models import UnitLink

unit_page_hub: Hub[UnitLink] = Hub("unit page")
