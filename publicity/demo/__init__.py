"""Loads the demonstration county's publicity from `site/demo/`.

Imported only when the county is loaded or one of its films is made.
"""
