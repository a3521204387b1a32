"""What other rooms show on a complaint's page at the desk: made of it, or to make of it."""

from portal.hubs import Hub
from reports.complaints.models import Complaint

case_hub: Hub[Complaint] = Hub("desk case")
