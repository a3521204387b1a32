"""Red and black lists, commendations, the unit's account, the follow-up sheet."""
