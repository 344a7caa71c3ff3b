"""Data for models without what they pay for in vain: the address of each row of a list is made from one pattern.

In a list of twenty invoices the links are a third of all characters, and each repeats the id that stands next to it.
The whole, with every link, is what the command line, HTTP and hosts get.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from atom_xero_plugin.interfaces.rendering.values import is_records, is_reference

_ID: Final = "{id}"
_FEWEST: Final = 2
"""Rows from which on a list is lighter without its links."""


def links_once(plain: dict[str, Any]) -> dict[str, Any]:
    """An answer that reads, its lists without links and without the ids of what they name; `links` says each pattern.

    A name is what a tool takes as well as an id. An answer about one record, or about what was written, stays whole.
    """
    if "plan" in plain or not isinstance(plain.get("result"), Mapping):
        return plain
    patterns: dict[str, str] = {}
    result = {name: _lighter(each, patterns) if _is_list(each) else each for name, each in plain["result"].items()}
    links = {"links": patterns} if patterns else {}
    return {**plain, "result": result, **links}


def _is_list(value: Any) -> bool:
    return is_records(value) and len(value) >= _FEWEST


def _lighter(items: list[dict[str, Any]], patterns: dict[str, str]) -> list[dict[str, Any]]:
    return [_row(item, patterns) for item in items]


def _row(item: dict[str, Any], patterns: dict[str, str]) -> dict[str, Any]:
    stored = {
        name: each if isinstance(each, str) or not _is_named(each) else {"name": each["name"]}
        for name, each in item.items()
    }
    link, own = item.get("url"), item.get("id")
    if isinstance(link, str) and isinstance(own, str) and own and own in link:
        pattern = link.replace(own, _ID)
        kind = str(item.get("kind") or "each")
        if patterns.setdefault(kind, pattern) == pattern:  # of two patterns for one kind, the second stays on its rows
            del stored["url"]
    return stored


def _is_named(value: Any) -> bool:
    return is_reference(value) and bool(value.get("name")) and set(value) == {"id", "name"}
