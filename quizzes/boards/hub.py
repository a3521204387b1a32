"""What stands below a stage's board: rooms that compute something of it enter a panel."""

from portal.hubs import Hub
from quizzes.contests.models import Stage

board_hub: Hub[Stage] = Hub("board")
