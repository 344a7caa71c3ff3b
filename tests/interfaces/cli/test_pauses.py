"""A pause that Xero asked for is shown by `usage`, and a person can end it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
from interfaces.cli.conftest import connected_to

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox


def test_usage_shows_a_pause_and_lifts_it(tmp_path: Path) -> None:
    """Calls are made again at once; Xero says by itself if it still wants none."""
    with running_sandbox() as reported:
        xero = connected_to(reported, tmp_path)

        def limit(**limits: Any) -> None:
            httpx2.post(f"{reported['address']}/_sandbox/limits", json=limits).raise_for_status()

        limit(day=1)
        asked = ("skill", "run", "find_accounts", "--organisation", "harbour")
        codes = [xero(*asked, "--json").code for _ in range(3)]
        limit(day=5_000)

        assert codes[-1] == 7
        assert xero(*asked, "--json").data["error"]["code"] == "rate_limited"
        said = xero("usage")
        assert "no calls until" in said.out
        assert "by Xero's day limit" in said.out
        paused = [row for row in xero.found("usage") if row.get("paused_by") == "day"]
        assert paused
        left = xero.found("usage", "--lift", "harbour")
        again = xero("usage", "--lift", "harbour")
        assert left["paused"] == []
        assert xero(*asked, "--json").code == 0
        assert "Harbour Street Studio Limited: its calls were not paused." in again.err
        assert xero("usage", "--lift", "nobody", "--json").data["error"]["code"] == "not_found"
