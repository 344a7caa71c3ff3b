"""What was typed into the editor, as text: whatever becomes of it, the page shows it again as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from atom_xero_plugin.interfaces.web.editor.kinds import CELLS, EditorKind
from atom_xero_plugin.store.stored_files import HANDLE

USUAL_LINES: Final = 5
"""Lines that an empty editor has."""
MORE_LINES: Final = 5
_MOST_ROWS: Final = 2_000
"""More than a script adds."""
_CELL: Final = re.compile(rf"({'|'.join((*CELLS, 'line'))})([1-9][0-9]{{0,4}})")
ALWAYS: Final = ("contact", "contact_id", "contact_was", "kind", "date", "amounts_are", "currency", "currency_rate")


class EnteredLine(Struct):
    """One line of the form."""

    cells: dict[str, str] = field(default_factory=dict)
    """By what their fields begin with; without those that are empty."""
    line: str = ""
    """The id of the line of the record that it is."""

    @property
    def blank(self) -> bool:
        """Whether nothing is typed in it."""
        return not self.cells


class Entered(Struct):
    """The whole form."""

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[EnteredLine] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Handles of files that were uploaded with it."""

    def get(self, name: str) -> str:
        """A field's text, without blanks around it."""
        return self.fields.get(name, "").strip()

    @property
    def begun(self) -> int:
        """The number of the last line in which something stands."""
        return max((number for number, each in enumerate(self.lines, 1) if not each.blank), default=0)

    def padded(self, more: int = 0) -> None:
        """End in one blank line at least, and have as many lines as an empty editor."""
        while self.lines and self.lines[-1].blank and not self.lines[-1].line:
            self.lines.pop()
        wanted = max(len(self.lines) + 1 + more, USUAL_LINES)
        self.lines += [EnteredLine() for _ in range(wanted - len(self.lines))]


def entered_of(kind: EditorKind, form: Mapping[str, list[str]]) -> Entered:
    """A posted form. Lines keep their numbers, unless those are of no form of ours."""
    known = {*ALWAYS, *(each.name for each in kind.fields)}
    found = Entered({name: _text(form[name]) for name in known if name in form})
    if chosen := form.get("contact_chosen"):
        asked = _text(form.get("contact_asked", [""]))
        if asked == found.fields.get("contact"):
            found.fields |= {"contact_id": _text(chosen), "contact_was": asked}
    found.files = [each for each in dict.fromkeys(form.get("kept_file", [])) if HANDLE.fullmatch(each)]
    rows: dict[int, EnteredLine] = {}
    for name, values in form.items():
        cell = _CELL.fullmatch(name)
        if cell is None:
            continue
        row, text = rows.setdefault(int(cell[2]), EnteredLine()), _text(values)
        if cell[1] == "line":
            row.line = text.strip()
        elif text.strip():
            row.cells[cell[1]] = text
    whole = range(1, max(rows, default=0) + 1)
    numbers = whole if len(whole) <= _MOST_ROWS else sorted(rows)
    found.lines = [rows.get(number) or EnteredLine() for number in numbers]
    return found


def _text(values: list[str]) -> str:
    """The last of several: a field that stands in a form twice means what was typed last."""
    return values[-1].replace("\r\n", "\n").replace("\r", "\n")
