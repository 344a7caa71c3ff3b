"""Quotes at the terminal."""

from __future__ import annotations

from interfaces.cli.conftest import Said, Terminal


def _run(connected: Terminal, skill: str, quote: str, *more: str) -> Said:
    arguments = f'{{"quote": "{quote}"}}'
    return connected("skill", "run", skill, "--input", arguments, "--organisation", "harbour", "--json", *more)


def test_a_quote_is_planned_sent_synced_and_found(connected: Terminal) -> None:
    """By the commands that every kind has."""
    waits = _run(connected, "send_quote", "QU-0005")
    sent = _run(connected, "send_quote", "QU-0005", "--approve")
    early = _run(connected, "accept_quote", "QU-0001")
    connected("sync")
    hits = connected.found("search", "QU-0005", "--kind", "quote")

    assert (waits.code, waits.data["error"]["code"]) == (11, "approval_needed")
    assert (sent.code, sent.data["result"]["quote"]["status"]) == (0, "sent")
    assert "send_quote" in early.data["error"]["hint"]
    assert {hit["kind"] for hit in hits} == {"quote"}
    assert hits[0]["title"].startswith("Quote QU-0005")
