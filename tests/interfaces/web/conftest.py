"""A dashboard on a sandbox, in this process, and browsers that are signed in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.service import Served, open_service


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """A service on SQLite, its workspace connected to both organisations."""
    opened = await open_service(tmp_path, connected=True)
    yield opened
    await opened.close()
