"""What the shell may complete: from the folder of skills and the local database alone, never from the network.

A completion must be quick and must never fail: what cannot be determined is simply not offered.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from atom_xero_plugin.core import settings
from atom_xero_plugin.core.errors import XeroPluginError
from atom_xero_plugin.core.package_files import folder

SHORTEST_PART: Final = 3
"""As in runtime.py, which is too heavy to load for a key press; a test holds them together."""
_SQLITE: Final = "sqlite+aiosqlite:///"
_MOST: Final = 50
_PATIENCE_S: Final = 0.1


def skills(incomplete: str) -> list[str]:
    """Names of skills, from their files."""
    names = (path.stem for path in folder("skills").glob("*.py"))
    return sorted(name for name in names if name.startswith(incomplete) and not name.startswith("_"))


def organisations(incomplete: str) -> list[tuple[str, str]]:
    """Connected organisations, each by the first word of its name where that distinguishes it, else by its id.

    A word needs no quotes, whatever the shell; the whole name stands next to it.
    """
    asked = "SELECT DISTINCT tenant_name, tenant_id FROM connections WHERE workspace_id = ? AND state = 'connected'"
    known = sorted((str(name), str(tenant_id)) for name, tenant_id in _read(asked))
    found = [(_short(name, [other for other, _ in known]) or tenant_id, name) for name, tenant_id in known]
    return [(_as_begun(value, incomplete), name) for value, name in found if _begins(value, incomplete)]


def plans(incomplete: str) -> list[tuple[str, str]]:
    """Ids of the newest plans, each with its state."""
    asked = "SELECT id, state FROM plans WHERE workspace_id = ? ORDER BY created_at DESC"
    return [(plan_id, state) for plan_id, state in _read(asked) if plan_id.startswith(incomplete)]


def _short(name: str, names: list[str]) -> str | None:
    """The first word, if it is long enough to name an organisation by and no other has a word that begins so."""
    word = name.split(" ", 1)[0]
    plain = len(word) >= SHORTEST_PART and word.isalnum()
    return word if plain and sum(f" {word}".casefold() in f" {each}".casefold() for each in names) == 1 else None


def _begins(value: str, incomplete: str) -> bool:
    return value.casefold().startswith(incomplete.casefold())


def _as_begun(value: str, incomplete: str) -> str:
    """In the letters that were typed: shells drop what does not begin with exactly them."""
    return incomplete + value[len(incomplete) :]


def _read(asked: str) -> list[tuple[Any, ...]]:
    """The rows of a question to the SQLite file, which is only read; nothing for a server or no file."""
    try:
        found = settings.load()
        path = Path(found.database_url.removeprefix(_SQLITE).partition("?")[0])
        if not found.database_url.startswith(_SQLITE) or not path.is_file():
            return []
        address = f"file:{quote(str(path))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as connection:
            return connection.execute(asked, (found.workspace,)).fetchmany(_MOST)
    except (XeroPluginError, sqlite3.Error, ValueError, OSError):
        return []
