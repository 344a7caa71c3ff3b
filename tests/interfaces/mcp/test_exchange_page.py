"""docs/mcp-exchange.md is what a client and the server say to each other, from a bill with its PDF to its payment."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
from support.mcp_exchange import exchange_page  # noqa: E402 - by hand, nobody else says where it is

PAGE = ROOT / "docs" / "mcp-exchange.md"


@pytest.mark.anyio
async def test_the_page_shows_the_exchange_as_it_goes_today(tmp_path: Path) -> None:
    """Each step is approved by a question to the person, and nothing of the bill is due in the end."""
    page = await exchange_page(tmp_path)

    assert page == PAGE.read_text(encoding="utf-8"), "run `python tests/interfaces/mcp/test_exchange_page.py`"
    assert page.count("← elicitation/create") == page.count("→ the person's answer") == 5


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(asyncio.run(exchange_page(Path(made))), encoding="utf-8")
