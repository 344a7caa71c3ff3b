"""The scene of one search over everything that was synced."""

from __future__ import annotations

from collections.abc import AsyncIterator

from atom_xero_plugin.interfaces.cli.demo.stage import DemoStep, Stage, expect


async def play(stage: Stage, number: str, name: str) -> AsyncIterator[DemoStep]:
    """Find an invoice by its number, and a contact by its name with a slip of the finger in it."""
    search, workspace = stage.runtime.search, stage.person.workspace_id
    by_number = await search.find(workspace, number)
    expect(bool(by_number) and number in by_number[0].title, f"{number} is the first that is found")
    longest = max(name.split(), key=len)
    slip = name.replace(longest, longest[:3] + longest[4:])
    by_name = await search.find(workspace, slip)
    expect(any(hit.title == name for hit in by_name), f"{name} is found by {slip!r}")
    words = f"{number!r}: {by_number[0].title} ({by_number[0].snippet}); {slip!r}: {name}, {len(by_name)} hits"
    yield DemoStep("everything searched", words, {"hits": [each.title for each in (*by_number, *by_name)][:10]})
