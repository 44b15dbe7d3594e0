"""Texts in which [an identifier] is marked by square brackets."""

from reports.screening import find_identifiers


def is_found_where_marked(marked: str) -> bool:
    start, end = marked.index("["), marked.index("]") - 1
    found = find_identifiers(marked.replace("[", "").replace("]", ""))
    return any(each.start < end and start < each.end for each in found)
