"""The audit trail is listed, filtered, exported and provable elsewhere; usage is summed by period."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal


@pytest.fixture(scope="module")
def used(connected: Terminal) -> Terminal:
    """A workspace in which something was done."""
    arguments = ["skill", "run", "create_contact", "--organisation", "harbour", "--input"]
    for name in ("Lowry Bay Boats", "Days Bay Bikes"):
        assert connected(*arguments, json.dumps({"name": name}), "--approve", "--json").code == 0
    connected("skill", "run", "find_accounts", "--organisation", "wattle")
    return connected


def pages(used: Terminal, *flags: str, limit: int = 3) -> list[dict[str, Any]]:
    """Every row, page by page."""
    found: list[dict[str, Any]] = []
    cursor: list[str] = []
    while True:
        page = used.found("audit", "list", "--limit", str(limit), *flags, *cursor)
        found += page["items"]
        assert len(page["items"]) <= limit
        if not page["has_more"]:
            return found
        cursor = ["--cursor", page["next_cursor"]]


def test_the_trail_is_listed_page_by_page_the_newest_first(used: Terminal) -> None:
    """No row twice, none left out."""
    rows = pages(used)

    numbers = [row["number"] for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1
    assert len(numbers) == used.found("audit", "verify")["rows"] == len(set(numbers))


def test_filters_choose_rows(used: Terminal) -> None:
    """By event or its beginning, actor, subject, organisation and day."""
    rows = pages(used, limit=100)
    approved = [row for row in rows if row["event"] == "plan.approved"]
    plan, actor = approved[0]["subject"], approved[0]["actor"]
    today = datetime.now(UTC).date().isoformat()

    assert pages(used, "--event", "plan.approved") == approved
    assert {row["event"].partition(".")[0] for row in pages(used, "--event", "plan")} == {"plan"}
    assert {row["subject"] for row in pages(used, "--subject", plan)} == {plan}
    assert {row["actor"] for row in pages(used, "--actor", actor)} == {actor}
    assert len({row["tenant_id"] for row in pages(used, "--organisation", "harbour")}) == 1
    assert pages(used, "--from", today, "--to", today, limit=100) == rows
    assert pages(used, "--to", "2001-01-01") == []
    assert used("audit", "list", "--from", "soon").code == 2


def test_an_export_proves_itself(used: Terminal) -> None:
    """Whoever has the lines can recompute the chain, up to the head that `verify` names."""
    said = used("audit", "export")
    rows = [json.loads(line) for line in said.out.splitlines()]
    previous = "0" * 64
    names = ("workspace_id", "number", "actor", "event", "tenant_id", "subject", "previous_hash")
    for row in rows:
        assert row["previous_hash"] == previous
        detail = json.dumps(row["detail"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        at = datetime.fromisoformat(row["at"]).isoformat()
        content = {name: row[name] for name in names} | {"detail": detail, "at": at}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256((row["previous_hash"] + text).encode()).hexdigest()
        assert row["hash"] == previous

    assert said.code == 0
    assert previous == used.found("audit", "verify")["head_hash"]
    assert len(rows) == len(pages(used, limit=100))


def test_usage_is_summed_by_day_feature_and_organisation(used: Terminal) -> None:
    """The same total whichever way."""
    today = datetime.now(UTC).date().isoformat()
    plain = used.found("usage")
    reports = {by: used.found("usage", "--by", by) for by in ("day", "feature", "organisation")}
    calls = sum(row["calls"] for row in plain)

    assert calls > 0
    for by, report in reports.items():
        assert (report["calls"], report["by"]) == (calls, by)
        assert sum(row["bytes"] for row in report["rows"]) == report["bytes"]
    assert [row["day"] for row in reports["day"]["rows"]] == [today]
    assert "skill:create_contact" in {row["feature"] for row in reports["feature"]["rows"]}
    assert len({row["organisation"] for row in reports["organisation"]["rows"]}) == 2
    assert used.found("usage", "--from", today, "--to", today)["calls"] == calls
    assert used.found("usage", "--to", "2001-01-01")["rows"] == []
    assert used("usage", "--from", "2026-02-01", "--to", "2026-01-01", "--json").data["error"]["code"] == "wrong_usage"
    assert f"{calls:,} calls" in used("usage", "--by", "feature").out.splitlines()[-1]
