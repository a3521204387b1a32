"""The resident's side: the form, the ticket, and what became of it."""
