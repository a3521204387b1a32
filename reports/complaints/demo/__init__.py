"""Loads the demonstration county's complaints from `site/demo/`."""
