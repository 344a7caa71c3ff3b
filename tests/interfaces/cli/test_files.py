"""A file as the value of a field: `--file statement=bank.csv`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from interfaces.cli.conftest import Terminal

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
def test_a_file_that_cannot_be_given_is_reported(connected: Terminal, tmp_path: Path, given: str, word: str) -> None:
    """The field or the file is named; nothing is asked of Xero."""
    file = tmp_path / "bank.csv"
    file.write_text(BANK)

    said = connected(*SKILL, "--file", given.format(file), "--input", GIVEN)

    assert (said.code, said.data["error"]["code"]) == (5, "invalid_arguments")
    assert word in said.data["error"]["message"]


@pytest.mark.parametrize("given", ["@{path}", "-"])
def test_arguments_that_never_end_are_refused_before_they_fill_the_memory(
    connected: Terminal, tmp_path: Path, given: str
) -> None:
    """A file of 200 MB, and standard input: at most what any skill takes is read."""
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)"
    program = f"{limited}; from atom_xero_plugin.interfaces.cli import main; sys.argv[0] = 'atom-xero'; main()"
    with path.open("rb") as stream:
        command = ("skill", "run", "find_contacts", "--json", "--input", given.format(path=path))
        done = subprocess.run(
            [sys.executable, "-c", program, *command],
            stdin=stream, env=connected.environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    error = json.loads(done.stdout)["error"]

    assert (done.returncode, error["code"]) == (5, "invalid_arguments")
    assert "15,000,000 bytes" in error["message"]


@pytest.mark.parametrize("content", [b"\xff\xfe{", None])
def test_arguments_that_cannot_be_read_are_reported(connected: Terminal, tmp_path: Path, content: bytes | None) -> None:
    """No text, or a folder."""
    path = tmp_path / "arguments"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    said = connected("skill", "run", "find_contacts", "--input", f"@{path}", "--json")

    assert (said.code, said.data["error"]["code"]) == (5, "invalid_arguments")
    assert "cannot be read" in said.data["error"]["message"]
