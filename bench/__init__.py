"""Measurements of a real site: `python -m bench`, or `make bench`."""
