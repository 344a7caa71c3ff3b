"""`atom-xero file`: a file is kept for a skill, and saved from one."""

from __future__ import annotations

from pathlib import Path

from interfaces.cli.conftest import Terminal


def test_a_file_is_added_and_saved_byte_by_byte(connected: Terminal, tmp_path: Path) -> None:
    """Under an id that skills take."""
    (tmp_path / "scan.txt").write_bytes(b"a scan")
    added = connected("file", "add", str(tmp_path / "scan.txt"), "--json")
    target = tmp_path / "saved.txt"
    saved = connected("file", "save", added.data["id"], str(target), "--json")

    assert (added.code, saved.code) == (0, 0), saved.err
    assert target.read_bytes() == b"a scan"
    assert saved.data == {"saved": str(target), "size": 6}


def test_a_file_that_is_there_is_replaced_only_by_force(connected: Terminal, tmp_path: Path) -> None:
    """Nothing of it is lost."""
    (tmp_path / "scan.txt").write_bytes(b"a scan")
    file = connected("file", "add", str(tmp_path / "scan.txt"), "--json").data["id"]
    (tmp_path / "there.txt").write_bytes(b"mine")
    refused = connected("file", "save", file, str(tmp_path / "there.txt"))
    kept = (tmp_path / "there.txt").read_bytes()
    forced = connected("file", "save", file, str(tmp_path / "there.txt"), "--force")

    assert (refused.code != 0, kept) == (True, b"mine")
    assert "--force" in refused.err
    assert (forced.code, (tmp_path / "there.txt").read_bytes()) == (0, b"a scan")


def test_a_pdf_is_exported_and_saved_under_its_number(connected: Terminal, tmp_path: Path) -> None:
    """As two commands."""
    exported = connected(
        "skill", "run", "export_pdf", "kind=invoice", "record=INV-0151", "--organisation", "harbour", "--json"
    )
    file = exported.data["result"]["file"]
    saved = connected("file", "save", file["id"], str(tmp_path))

    assert saved.code == 0, saved.err
    assert (tmp_path / "INV-0151.pdf").read_bytes().startswith(b"%PDF")
