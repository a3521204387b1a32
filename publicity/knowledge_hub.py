"""What hangs on a knowledge article besides its own text, e.g. questions to try."""

from portal.hubs import Hub
from publicity.models import KnowledgePage

knowledge_hub: Hub[KnowledgePage] = Hub("knowledge")
