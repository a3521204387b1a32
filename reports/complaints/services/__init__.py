"""Everything that happens to a complaint.

Pages, the interfaces and commands call these functions; nothing else writes a state.
Each locks the complaint, refuses first, writes one Event, and tells who must know.

Whoever passes a complaint decides on what it was when it was read: if somebody else
was quicker, `Stale` is raised. A form keeps `complaint.version` and sets it before
the call, so that two clerks cannot overwrite each other.
"""
