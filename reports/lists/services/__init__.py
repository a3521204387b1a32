"""Everything that happens to lists and commendations; nothing else writes a state."""
