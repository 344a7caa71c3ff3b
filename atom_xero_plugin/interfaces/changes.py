"""What a plan would change, in lines that a person reads before they approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from atom_xero_plugin.quoting import LONGEST_VALUE, in_sentence

_NOT_SHOWN: Final = frozenset({"id", "url"})


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[str]:
    """What would be other than it is; for something new, all of it."""
    was = dict(_flat(msgspec.to_builtins(before or {}), ""))
    will = dict(_flat(msgspec.to_builtins(after), ""))
    for name in [*will, *(each for each in was if each not in will)]:
        old, new = was.get(name), will.get(name)
        if old == new:
            continue
        yield f"{name}: {new}" if old is None else f"{name}: {old} → {new or 'nothing'}"


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Nested data as names and words; a line of a document, money and a name with its code as one."""
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        yield path, f"{value['currency']} {value['amount']}"
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NOT_SHOWN:
                yield from _flat(item, f"{path} {name.replace('_', ' ')}".strip())
    elif isinstance(value, list) and not any(isinstance(item, (Mapping, list)) for item in value):
        yield path, "; ".join(words for item in value for _, words in _flat(item, ""))
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            inside = ", ".join(f"{name} {words}".strip() for name, words in _flat(item, ""))
            yield f"{path} {number}", inside
    elif value is not None:
        yield (
            path,
            {True: "yes", False: "no"}[value] if isinstance(value, bool) else in_sentence(str(value), LONGEST_VALUE),
        )
