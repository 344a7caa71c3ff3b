"""A file as the value of a field: `--file statement=bank.csv`."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Terminal

BANK = "Date,Amount,Payee\n2026-06-18,690.00,BROOKLYN\n2026-06-29,-12.50,ACCOUNT FEE\n"
SKILL = ("skill", "run", "suggest_matches", "--organisation", "harbour", "--json")
GIVEN = '{"account": "090", "layout": "{\\"sign\\": \\"in_positive\\"}"}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_banks_file_is_given_as_it_is(connected: Terminal, tmp_path: Path, encoding: str) -> None:
    """Whatever its encoding."""
    file = tmp_path / "bank.csv"
    file.write_bytes(BANK.encode(encoding))

    said = connected(*SKILL, "--file", f"statement={file}", "--input", GIVEN)

    assert said.code == 0, said.err
    assert [line["amount"]["amount"] for line in said.data["result"]["items"]] == ["690.00", "-12.50"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("statement=/nowhere/bank.csv", "cannot be read"),
        ("bank.csv", "NAME=PATH"),
        ("file={}", "is no field of suggest_matches"),
        ("account={}", "is given twice"),
        ("layout={}", "given twice"),
    ],
)
def test_a_file_that_cannot_be_given_is_told(connected: Terminal, tmp_path: Path, given: str, word: str) -> None:
    """The field or the file is named; nothing is asked of Xero."""
    file = tmp_path / "bank.csv"
    file.write_text(BANK)

    said = connected(*SKILL, "--file", given.format(file), "--input", GIVEN)

    assert (said.code, said.data["error"]["code"]) == (5, "invalid_arguments")
    assert word in said.data["error"]["message"]
