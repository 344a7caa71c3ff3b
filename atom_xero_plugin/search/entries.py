"""What the local copy keeps of a record besides its body: how a list of hits shows it, and by what it is found."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.kind import Due, Found
from atom_xero_plugin.accounting.kinds import SYNCED, kind_of
from atom_xero_plugin.search.facts import day_word, open_word
from atom_xero_plugin.search.tokens import amount_key, code_of, joined, mark_of_workspace
from atom_xero_plugin.xero.decoding.base import XeroRecord

KINDS: Final = tuple(SYNCED)
"""Kinds as callers name them, in the order in which equals are shown."""
_LONGEST_CURRENCY: Final = 8


@cache
def mark_of_kind(kind: str) -> str:
    """The first of an entry's words, which shows its kind, so that the index itself can distinguish kinds."""
    return f"kind{kind.replace('_', '')}"


class SearchEntry(NamedTuple):
    """What the local copy keeps of a record apart from its body."""

    title: str = ""
    snippet: str = ""
    number: str | None = None
    reference: str | None = None
    amount: str | None = None
    currency: str | None = None
    kind_name: str | None = None
    """Its kind as callers name it; None for what is not searched."""
    words: str = ""


def entry_of(record: XeroRecord, workspace_id: str) -> SearchEntry:
    """The entry of any record; an empty one, which is never found, for what is not searched.

    Before its own words stand its kind and its workspace.
    """
    kind = kind_of(record)
    if kind is None or kind.found_by is None:
        return SearchEntry()
    found = kind.found_by(record)
    return SearchEntry(
        title=_line(found.title),
        snippet=_line(found.snippet),
        number=code_of(found.number),
        reference=code_of(found.reference),
        amount=amount_key(found.amount),
        currency=(found.currency or "")[:_LONGEST_CURRENCY] or None,
        kind_name=kind.name,
        words=f"{mark_of_kind(kind.name)} {mark_of_workspace(workspace_id)} {_words(found)}",
    )


def _words(found: Found) -> str:
    state = open_word(found.state.day) if isinstance(found.state, Due) else found.state
    return joined((*found.words, day_word(found.day), state, *found.texts))


def _line(parts: tuple[str | None, ...]) -> str:
    return " · ".join([part for part in parts if part])
