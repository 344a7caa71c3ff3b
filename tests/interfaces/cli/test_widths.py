"""What answers look like at terminals of several widths, and in a pipe.

The answers stand in widths/*.json and what is printed of them in widths/*.txt. After a wanted change run
`python tests/interfaces/cli/test_widths.py`, and read the difference.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.interfaces.cli import output

FOLDER = Path(__file__).with_name("widths")
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
WIDTHS = (60, 80, 100, 140, None)
_EXACT = re.compile(r"-?\d+\.\d\d|\d{4}-\d\d-\d\d|INV-\d+|\d\d? [A-Z][a-z]{2} \d\d")


def printed(name: str, width: int | None) -> str:
    """The answer of that name as it is printed."""
    before, output.width = output.width, lambda: width
    try:
        with contextlib.redirect_stdout(io.StringIO()) as paper:
            output._tree(json.loads((FOLDER / f"{name}.json").read_text()))
    finally:
        output.width = before
    return paper.getvalue()


def _file(name: str, width: int | None) -> Path:
    return FOLDER / f"{name}-{width or 'piped'}.txt"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_printed_as_it_was_approved(name: str, width: int | None) -> None:
    """To the letter."""
    assert printed(name, width) == _file(name, width).read_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_no_figure_day_or_number_is_cut_or_broken(name: str, width: int | None) -> None:
    """Each that is in the answer stands whole on a line of its own output, and lines fit but for a link or an id."""
    answer = (FOLDER / f"{name}.json").read_text()
    shown = printed(name, width)

    # a match's own parts are reported by its sentence; a table names its own reasons in --json
    assert set(_EXACT.findall(_without_parts(answer))) <= set(_EXACT.findall(shown))
    too_long = [line for line in shown.splitlines() if width is not None and len(line) > width]
    assert [line for line in too_long if "https://" not in line] == []


def _without_parts(answer: str) -> str:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            hidden = {"url", "in_books", "pays", "alternatives", "reasons"}
            return {name: bare(each) for name, each in value.items() if name not in hidden}
        return [bare(each) for each in value] if isinstance(value, list) else value

    return json.dumps(bare(json.loads(answer)))


def test_figures_stand_right_under_heads_that_stand_right() -> None:
    """The last letter of a head is above the last digit of its figures."""
    lines = printed("find_invoices", 140).splitlines()
    head = next(line for line in lines if line.lstrip().startswith("number"))
    rows = [line for line in lines if line.lstrip().startswith("INV-")]

    for word in ("amount due", "days overdue"):
        end = head.index(word) + len(word)
        assert all(row[end - 1].isdigit() and row[end : end + 2].strip() == "" for row in rows), word


def test_a_pipe_gets_lines_in_full() -> None:
    """A year by month has all of its columns on each line."""
    sales = next(line for line in printed("show_report", None).splitlines() if line.lstrip().startswith("Sales "))

    assert len(_EXACT.findall(sales)) == 12


def test_a_terminal_is_asked_for_its_width() -> None:
    """A real one; the same command in a pipe writes in full."""
    code = (
        "from atom_xero_plugin.interfaces.cli import output\n"
        "output.table([{'number': 'INV-1', 'text': 'word ' * 30, 'total': {'amount': '1150.00', 'currency': 'NZD'}}])"
    )
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "60"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=theirs, env=environment) as process:
        process.wait(timeout=30)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)

    assert [len(line) <= 60 for line in shown.splitlines()] == [True, True]
    assert "NZD 1150.00" in shown
    assert "word " * 30 in piped


if __name__ == "__main__":
    for each in NAMES:
        for columns in WIDTHS:
            _file(each, columns).write_text(printed(each, columns))
