"""What banks really export is read right with nothing given, or asked about by name and then read right.

Each layout is a small made-up file in `layouts/`, with the bank's name, the public source of the fact, and next to it
what it says. `lines` is the right reading: day, signed amount, words (payee / reference / description). A layout that
nobody could know has `asks`, the argument that the error must name, and `given`, what a person then
answers; one that cannot be read at all has `refused`, the reason.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from atom_xero_plugin.bank_statements.csv.layout import CsvLayoutInput
from atom_xero_plugin.bank_statements.read import read_statement
from atom_xero_plugin.bank_statements.statement import Statement
from atom_xero_plugin.core.errors import Ambiguous, AskAgain

TODAY = date(2026, 12, 31)


class Layout(msgspec.Struct, forbid_unknown_fields=True):
    """One file as a bank writes it, and its right reading."""

    bank: str
    source: str
    file: str
    lines: list[tuple[str, str, str]] = []
    encoding: str = "utf-8"
    asks: str | None = None
    given: dict[str, Any] = {}
    refused: str | None = None

    @property
    def content(self) -> bytes:
        """The file's bytes, with the line ends of Windows, as most banks write them."""
        return self.file.replace("\n", "\r\n").encode(self.encoding)

    @property
    def right(self) -> list[tuple[date, Decimal, str]]:
        """The right reading."""
        return [(date.fromisoformat(day), Decimal(amount), words) for day, amount, words in self.lines]

    def read(self, given: CsvLayoutInput | None = None) -> Statement:
        """The statement in the file."""
        return read_statement(self.content, layout=given, today=TODAY)

    def read_or_asked(self) -> Statement | AskAgain:
        """The statement, or what is asked instead."""
        try:
            return self.read()
        except AskAgain as asked:
            return asked


def layouts() -> list[Layout]:
    files = sorted((Path(__file__).parent / "layouts").glob("*.toml"))
    return [
        layout
        for file in files
        for layout in msgspec.convert(tomllib.loads(file.read_text("utf-8"))["layout"], list[Layout])
    ]


def cases(*, known: bool) -> list[Any]:
    chosen = [each for each in layouts() if (each.asks is None and each.refused is None) == known]
    return [pytest.param(each, id=each.bank) for each in chosen]


def reported(statement: Statement) -> list[tuple[date, Decimal, str]]:
    return [
        (line.day, line.amount, " / ".join(filter(None, (line.payee, line.reference, line.description))))
        for line in statement.lines
    ]


@pytest.mark.parametrize("layout", cases(known=True))
def test_a_bank_s_export_is_read_right_with_nothing_given(layout: Layout) -> None:
    """Every day, every signed amount and every word, in the order of the file."""
    assert reported(layout.read()) == layout.right


@pytest.mark.parametrize("layout", cases(known=True))
def test_the_layout_that_was_found_reads_the_same_file_the_same(layout: Layout) -> None:
    """So a person may keep it, and give it with the next file of that bank."""
    statement = layout.read()
    if statement.layout is None:  # OFX has none
        return
    found = {
        name: getattr(statement.layout, name)
        for name in ("encoding", "delimiter", "header_row", "date_order", "decimal_mark", "sign", "columns")
    }

    assert reported(layout.read(CsvLayoutInput(**found))) == layout.right


@pytest.mark.parametrize("layout", cases(known=False))
def test_what_cannot_be_known_is_asked_for_and_then_read_right(layout: Layout) -> None:
    """The error names the argument that decides; with that argument the file is read right."""
    with pytest.raises(AskAgain) as caught:
        layout.read()
    if layout.refused is not None:
        assert layout.refused in caught.value.message
        return

    assert isinstance(caught.value, Ambiguous) or caught.value.fields[0].path.startswith("/layout/columns/")
    assert caught.value.fields[0].path == layout.asks
    assert (layout.asks or "").split("/")[2] in caught.value.hint
    assert reported(layout.read(msgspec.convert(layout.given, CsvLayoutInput))) == layout.right


def test_every_layout_names_its_bank_and_its_source() -> None:
    """Once each, so that a failure says which bank it is."""
    banks = [each.bank for each in layouts()]

    assert len(banks) == len(set(banks)) > 100
    assert all(each.source for each in layouts())


@pytest.mark.parametrize("layout", cases(known=True))
def test_one_line_alone_is_read_the_same_or_asked_about(layout: Layout) -> None:
    """A file of one line says less of its bank; what it does not say is asked for, never guessed wrong."""
    statement = layout.read()
    begins = [line.row for line in statement.lines]
    if statement.layout is None:  # OFX: each transaction stands for itself
        return
    for stored, right in zip(begins, layout.right, strict=True):
        lines = [
            text
            for number, text in enumerate(layout.file.split("\n"), 1)
            if (owner := max((at for at in begins if at <= number), default=stored)) == stored
            or (number != owner and not text.startswith(",,"))  # words that go on belong to the line above
        ]
        alone = msgspec.structs.replace(layout, file="\n".join(lines))
        found = alone.read_or_asked()
        if isinstance(found, Statement):
            assert [line[:2] for line in reported(found)] == [right[:2]]
        else:
            assert found.fields[0].path.startswith("/layout/")
