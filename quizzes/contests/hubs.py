"""What later rooms hang on a contest's page and on a participant's own.

A panel on a participant's page links to what lies below it by relative addresses
(`draws/1/`): the secret of the link is not known to whoever makes the panel.
"""

from portal.hubs import Hub
from quizzes.contests.models import Contest, Participant

contest_hub: Hub[Contest] = Hub("contest")
participant_hub: Hub[Participant] = Hub("participant")
