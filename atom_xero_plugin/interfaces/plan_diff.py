"""What a plan would change, in lines that a person reads before they approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from atom_xero_plugin.core.quoting import LONGEST_VALUE, in_sentence

_FOR_PROGRAMS: Final = frozenset({"id", "url", "has_more", "next_cursor", "in_xero"})
"""Fields that help programs, and say nothing of what would be other than it is."""
_OF_A_LINE_FOR_PROGRAMS: Final = frozenset({"score", "reasons", "chosen"})
"""The same of what a list holds: why it was proposed, and not what it does."""
_SHOWN_BY: Final = {"documents": "lines", "payments": "reversed", "bank_transactions": "reversed"}
"""Lists that say again, record by record, what another list has a line each for; where that is there, it is enough."""
_FIRST: Final = ("row", "date", "amount", "text", "records")
"""What a line of a list begins with, in this order; all but the row without a name before it."""
_SENTENCE: Final = 40
"""Characters from which on the texts of a list have a line each."""


class Difference(NamedTuple):
    """One thing that would be other than it is."""

    name: str
    old: str | None
    """None for what is new."""
    new: str | None
    """None for what would be gone."""


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[str]:
    """What would be other than it is, in lines; for something new, all of it."""
    for name, old, new in changed(before, after):
        yield f"{name}: {new}" if old is None else f"{name}: {old} → {new or 'nothing'}"


def changed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[Difference]:
    """The same, one by one."""
    reported = set(msgspec.to_builtins(after))
    was, will = (dict(_flat(_shown(each, reported), "")) for each in (before or {}, after))
    for name in [*will, *(each for each in was if each not in will)]:
        old, new = was.get(name), will.get(name)
        if old != new:
            yield Difference(name, old, new)


def _shown(values: Mapping[str, Any], reported: set[str]) -> dict[str, Any]:
    plain = msgspec.to_builtins(values)
    return {name: each for name, each in plain.items() if _SHOWN_BY.get(name) not in reported}


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Nested data as names and words; a line of a document, money and a name with its code as one."""
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        yield path, f"{value['currency']} {value['amount']}"
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _FOR_PROGRAMS:
                yield from _flat(item, f"{path} {name.replace('_', ' ')}".strip())
    elif isinstance(value, list) and not any(isinstance(item, (Mapping, list)) for item in value):
        yield from _texts(value, path)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield f"{path} {number}", _line(item)
    elif value is not None:
        yield (
            path,
            {True: "yes", False: "no"}[value] if isinstance(value, bool) else in_sentence(str(value), LONGEST_VALUE),
        )


def _texts(value: list[Any], path: str) -> Iterator[tuple[str, str]]:
    """Short texts on one line; sentences on one each. Nothing for an empty list."""
    words = [text for item in value for _, text in _flat(item, "")]
    if any(len(each) > _SENTENCE for each in words):
        yield from ((f"{path} {number}", each) for number, each in enumerate(words, 1))
    elif words:
        yield path, "; ".join(words)


def _line(item: Any) -> str:
    """What a list holds, on one line: what it is of and over how much first, then its other fields by their names."""
    if isinstance(item, Mapping):
        item = {name: each for name, each in item.items() if name not in _OF_A_LINE_FOR_PROGRAMS}
    parts = dict(_flat(item, ""))
    first = [name for name in _FIRST if name in parts]
    reported = [f"row {parts[name]}" if name == "row" else parts[name] for name in first]
    return ", ".join([*reported, *(f"{name} {words}".strip() for name, words in parts.items() if name not in first)])
