"""A .mcpb bundle: the AI server as one file that a client installs with a double click (`make mcpb`).

It holds the source and the pinned and hashed requirements; the client's uv installs these at the first start. Logins
and settings are those of this machine: a person connects Xero with `atom-xero connect`.
Source of the manifest's fields: the MCP Bundle specification (github.com/modelcontextprotocol/mcpb, MANIFEST.md).
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from atom_xero_plugin import __version__
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.package_files import folder
from atom_xero_plugin.tools.printed import default_tools

ENTRY: Final = "server/main.py"
_FOLDERS: Final = ("atom_xero_plugin", "skills", "triggers", "schemas")
_FILES: Final = ("plugin.toml", "pyproject.toml", "requirements.txt", "README.md", "LICENSE")
_MAIN: Final = '''"""Start the AI server of the bundle."""

import sys

from atom_xero_plugin.interfaces.cli import main

sys.argv = ["atom-xero", "mcp"]
main()
'''
_AT: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it: the same source is the same bundle."""


def manifest() -> dict[str, Any]:
    """manifest.json."""
    here = "${__dirname}"
    arguments = ["run", "--no-project", "--with-requirements", f"{here}/requirements.txt", f"{here}/{ENTRY}"]
    return {
        "manifest_version": "0.4",
        "name": "atom-xero",
        "display_name": "Xero",
        "version": __version__,
        "description": "Xero accounting: reads run, and each write is a plan that a person approves.",
        "author": {"name": "atom-xero-plugin"},
        "license": "MIT",
        "server": {
            "type": "uv",
            "entry_point": ENTRY,
            "mcp_config": {"command": "uv", "args": arguments, "env": {"PYTHONPATH": here}},
        },
        "tools": [{"name": tool["name"], "description": tool["description"]} for tool in default_tools(Registry())],
        "prompts_generated": True,
        "tools_generated": True,
        "compatibility": {"platforms": ["darwin", "win32", "linux"], "runtimes": {"python": ">=3.11"}},
    }


def build(target: Path) -> Path:
    """Write the bundle; raises OSError where it cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        _put(bundle, "manifest.json", json.dumps(manifest(), indent=1, ensure_ascii=False).encode())
        _put(bundle, ENTRY, _MAIN.encode())
        for name, path in _content():
            _put(bundle, name, path.read_bytes())
    return target


def _content() -> Iterator[tuple[str, Path]]:
    root = folder("skills").parent
    for name in _FILES:
        yield name, root / name
    for top in _FOLDERS:
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix(), path


def _put(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    bundle.writestr(zipfile.ZipInfo(name, _AT), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path('dist') / f'atom-xero-{__version__}.mcpb')}\n")
