"""The step that adds a note to the history of a record. Source: developer.xero.com, History and notes."""

from __future__ import annotations

from atom_xero_plugin.accounting.inputs import invalid_argument, one_line
from atom_xero_plugin.plans.proposal import PartOf, Step
from atom_xero_plugin.xero.records.history import NOTES
from atom_xero_plugin.xero.write import create


def one_note(text: str) -> str:
    """A note on one line. Raises InvalidArguments for an empty one, or control characters; asks Xero nothing."""
    note = one_line(" ".join(text.split()), "/text")
    if note is None:
        raise invalid_argument("/text", "is empty")
    return note


def noting(part_of: PartOf, text: str) -> Step:
    """The step that adds a note, as `one_note` makes it."""
    return Step(
        create(NOTES, {"Details": text}),
        "note",
        expects={"Details": text},
        find={},
        label="note",
        part_of=part_of,
    )
