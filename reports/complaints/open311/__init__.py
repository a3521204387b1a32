"""Open311 GeoReport v2: complaints for other programs. See docs/open311.md."""
