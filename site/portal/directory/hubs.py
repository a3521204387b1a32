"""What other rooms show on the pages of units and areas is registered here."""

from portal.directory.models import Area, Unit
from portal.hubs import Hub

unit_hub: Hub[Unit] = Hub("unit")
area_hub: Hub[Area] = Hub("area")
