"""The .mcpb bundle: its manifest says what is in it, and the server starts from what it unpacks to."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from atom_xero_plugin import __version__
from atom_xero_plugin.authoring.bundle import ENTRY, build
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.tools.folding import fold

pytestmark = pytest.mark.anyio


def unpacked(folder: Path) -> Path:
    """A bundle, built and unpacked."""
    with zipfile.ZipFile(build(folder / "atom-xero.mcpb")) as bundle:
        bundle.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_same_source_is_the_same_bundle(tmp_path: Path) -> None:
    """Byte by byte."""
    assert build(tmp_path / "one.mcpb").read_bytes() == build(tmp_path / "two.mcpb").read_bytes()


def test_the_manifest_names_what_is_there(tmp_path: Path) -> None:
    """Version, entry point, requirements, and the skills that are tools of their own."""
    root = unpacked(tmp_path)
    manifest = json.loads((root / "manifest.json").read_text())
    server = manifest["server"]

    assert manifest["version"] == __version__
    assert (server["type"], server["entry_point"]) == ("uv", ENTRY)
    for argument in (each for each in server["mcp_config"]["args"] if each.startswith("${__dirname}")):
        assert (root / argument.removeprefix("${__dirname}/")).is_file(), argument
    assert {entry.host_name for entry in fold(Registry().entries).own} == {tool["name"] for tool in manifest["tools"]}
    assert "--hash=sha256:" in (root / "requirements.txt").read_text()
    assert not list(root.rglob("*.pyc"))


async def test_the_server_starts_from_the_bundle(tmp_path: Path) -> None:
    """With the code of the bundle, and no other."""
    root = unpacked(tmp_path)
    environment = {"PYTHONPATH": str(root), "HOME": str(tmp_path), "ATOM_XERO_HOME": str(tmp_path / "home")}
    command = StdioServerParameters(command=sys.executable, args=[str(root / ENTRY)], env=environment, cwd=tmp_path)
    with (tmp_path / "messages").open("w") as messages:
        async with Client(stdio_client(command, errlog=messages)) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]

    assert "xero_find_skill" in names
    assert (tmp_path / "messages").read_text().count("Traceback") == 0
