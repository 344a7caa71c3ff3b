"""`atom-xero skill list|find|show` mark what no connection allows; `connect --add-scope` adds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interfaces.cli.conftest import Terminal, terminal

LINK = "/api/integrations/xero/auth/start?add=files.read"


def test_lists_mark_what_no_connection_allows_until_it_is_added(sandbox: dict[str, Any], tmp_path: Path) -> None:
    """In the list, in what was found and in what is shown, as text and as JSON."""
    opened = terminal(tmp_path / "home")
    connect = ("connect", "--sandbox", sandbox["address"])
    said = opened(*connect, XERO_SCOPES="standard")
    lines = (line.strip() for line in said.err.splitlines())
    exports = [line.removeprefix("export ") for line in lines if line.startswith("export ")]
    opened.environment.update(line.split("=", 1) for line in exports)
    listed = {each["name"]: each for each in opened.found("skill", "list")}
    shown, text = opened("skill", "show", "find_files"), opened("skill", "list").out
    found = opened.found("skill", "find", "find_files")[0]
    wrong = opened(*connect, "--add-scope", "everything", "--json", XERO_SCOPES="standard")
    added = opened(*connect, "--add-scope", "files", "--json", XERO_SCOPES="standard")
    after = {each["name"]: each for each in opened.found("skill", "list")}

    assert (listed["find_files"]["lacks"], found["lacks"]) == (["files.read"], ["files.read"])
    assert listed["find_files"]["link"].endswith(LINK)
    assert "[lacks files.read]" in text
    assert "--add-scope 'files.read'" in shown.err
    assert LINK in shown.err
    assert "lacks" not in listed["find_invoices"]
    assert wrong.data["error"]["code"] == "invalid_arguments"
    assert added.code == 0, added
    assert "lacks" not in after["find_files"]
    assert after["find_projects"]["lacks"] == ["projects.read"]


def test_a_list_needs_no_database(bare: Terminal) -> None:
    """Before the first login nothing is marked, nothing fails, and no file is made."""
    said = bare("skill", "list", "--json")

    assert said.code == 0
    assert not [each for each in said.data if "lacks" in each]
    assert not Path(bare.environment["ATOM_XERO_HOME"]).exists()
