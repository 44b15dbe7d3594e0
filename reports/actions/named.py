"""Naming some groups in a plain statement."""

from collections.abc import Collection

from reports.tallies import Subject

AMONG = " AND (slice_field, slice_key) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"


def named(groups: Collection[Subject]) -> list[list[str]]:
    """The two parameters of AMONG."""
    return [[field for field, _ in groups], [key for _, key in groups]]
