"""Which skills the workspace's connections do not allow: for lists, which never fail where that is not known."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atom_xero_plugin.core import settings
from atom_xero_plugin.core.errors import XeroPluginError

if TYPE_CHECKING:  # heavy, and only named here
    from atom_xero_plugin.auth.scope_marks import ScopeMarks
    from atom_xero_plugin.catalogue.skill import Skill
    from atom_xero_plugin.core.settings import Settings

_SQLITE: Final = "sqlite+aiosqlite:///"


def read_marks() -> ScopeMarks:
    """The marks; none where no database can be read, as before the first login."""
    from atom_xero_plugin.auth.scope_marks import ScopeMarks

    try:
        found = settings.load()
        path = Path(found.database_url.removeprefix(_SQLITE).partition("?")[0])
        if not found.database_url.startswith(_SQLITE) or path.is_file():
            return asyncio.run(_read(found))
    except XeroPluginError:
        pass
    return ScopeMarks(None, ())


async def _read(found: Settings) -> ScopeMarks:
    from atom_xero_plugin.app import App
    from atom_xero_plugin.dispatch.skill_marks import marks_for
    from atom_xero_plugin.interfaces.cli.run import caller

    async with App(found) as runtime:
        return await marks_for(runtime, await caller(runtime))


def marked(marks: ScopeMarks, skill: Skill) -> str:
    """What a line of a list says at its end of a skill that lacks scopes."""
    mark = marks.of(skill)
    return f"  [lacks {', '.join(mark.lacks)}]" if mark is not None else ""
