"""What a skill says is wrong, said at the field where it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from atom_xero_plugin.core.errors import Candidate, ErrorBody
from atom_xero_plugin.interfaces.web.editor.arguments import EditorArguments
from atom_xero_plugin.interfaces.web.editor.choices import EditorChoices
from atom_xero_plugin.interfaces.web.editor.entered import ALWAYS
from atom_xero_plugin.interfaces.web.editor.kinds import COLUMNS, TRACKING, EditorKind

_LINE: Final = re.compile(r"/(?:lines)/([0-9]{1,5})(?:/([a-z_]+)(?:/([0-9]{1,2}))?)?")
_CELL: Final = re.compile(r"([a-z]+[12]?)([0-9]+)$")
_KEYS: Final = {each.name: each.key for each in COLUMNS} | {"tracking": TRACKING[0], "line": "desc"}
_CALLED: Final = {each.key: each.label.lower() for each in COLUMNS}
_OTHERS: Final = {"due_in_days": "due_date", "files": "files"}


class Problems(Struct):
    """What is to be mended before a plan can be made."""

    cells: dict[str, str] = field(default_factory=dict)
    """What is wrong, by the form's field."""
    listed: list[tuple[str, str]] = field(default_factory=list)
    """The same as sentences, each with the id of its field."""
    general: ErrorBody | None = None
    """What is wrong with no field of its own."""
    candidates: Sequence[Candidate] = ()
    """Contacts that may have been meant."""
    status: int = 200


def problems_of(
    kind: EditorKind, wrong: Mapping[str, str], choices: EditorChoices, error: ErrorBody | None = None,
    sent: EditorArguments | None = None,
) -> Problems:  # fmt: skip
    """What to show of fields that could not be read, or of a skill's error."""
    cells, candidates, general = dict(wrong), list[Candidate](), error
    for each in error.fields if error else ():
        key = field_of(kind, each.path, sent.rows if sent else [])
        if key is not None:
            general = None
            cells.setdefault(key, each.message)
            if key == "contact" and error:
                candidates = [one for one in error.candidates if one.kind == "contact"]
    listed = [(key, f"{_place(kind, key, choices)} {text}".strip()) for key, text in cells.items()]
    return Problems(cells, listed, general, candidates)


def field_of(kind: EditorKind, path: str, rows: Sequence[int]) -> str | None:
    """The form's field that an argument's path means; None for what has none."""
    line = _LINE.fullmatch(path)
    if line is not None:
        if int(line[1]) >= len(rows):
            return None
        key = _KEYS.get(line[2] or "description")
        if key == TRACKING[0] and line[3] == "1":
            key = TRACKING[1]
        return None if key is None else f"{key}{rows[int(line[1])]}"
    name = path.removeprefix("/").partition("/")[0]
    if name == kind.number_when_new:
        return "number"
    name = _OTHERS.get(name, name)
    known = {*ALWAYS, *(each.name for each in kind.fields)}
    return name if name in known or (name == "files" and kind.files) else None


def _place(kind: EditorKind, key: str, choices: EditorChoices) -> str:
    """How a sentence names a field."""
    labels: dict[str, Any] = {each.name: each.label for each in kind.fields} | {
        "contact": kind.party, "kind": "Whose", "date": "Date", "amounts_are": "Amounts", "currency": "Currency",
        "currency_rate": "Rate", "files": "Files",
    }  # fmt: skip
    if key in labels:
        return f"{labels[key]}:"
    cell = _CELL.fullmatch(key)
    if cell is None:
        return ""
    categories = {each: category["name"] for each, category in choices.tracking}
    return f"Line {cell[2]}, {_CALLED.get(cell[1]) or categories.get(cell[1], 'tracking')}:"
