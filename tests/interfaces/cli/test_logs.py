"""What a program logs: enough to follow a request and a plan, and no record's text at any level."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import Terminal
from support.service import HERE, open_service, result_of

from atom_xero_plugin.core import logs
from atom_xero_plugin.core.settings import load

CANARIES = ("Karori", "karori", "Petone", "345.00", "150.00", "Poster", "CANARY")
"""Of the sandbox's books and of what is asked for."""
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def canaries_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """A host that logs all that anybody has to say, in a format of its own."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


LINE = {"description": "Poster CANARY", "quantity": "2", "unit_amount": "150.00", "account": "200"}


@pytest.mark.anyio
async def test_a_host_that_logs_everything_finds_no_record_there(everything: io.StringIO, tmp_path: Path) -> None:
    """A sync, a search, a skill, a plan approved and executed: drivers, clients and we keep records to ourselves."""
    served = await open_service(tmp_path)
    await served.house.connect()
    await served.hear()
    body = {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 14, "reference": "CANARY 1"}
    async with await served.program() as program:
        where = {"organisation": "harbour"}
        await program.get("/api/integrations/xero/contacts", params={**where, "text": "karori"})
        await program.get("/api/integrations/xero/contacts/Karori Veterinary Clinic", params=where)
        await program.get("/api/search", params={"q": "Karori"})
        made = await program.post(
            "/api/integrations/xero/invoices", params={**where, "approve": "true"}, json=body,
            headers={"x-request-id": "my-own-request-7"},
        )  # fmt: skip
    await served.close()
    said = everything.getvalue()  # HERE: what the program itself, this test, logs of its own calls

    assert result_of(made)
    assert made.headers["x-request-id"] == "my-own-request-7"
    assert [line[:300] for line in said.splitlines() if canaries_in(line) and HERE not in line] == []
    assert "aiosqlite" in repr(logging.root.manager.loggerDict.keys())


def test_debugging_a_whole_day_shows_no_record(connected: Terminal) -> None:
    """A sync, a skill and a plan from the command line."""
    debug = {"ATOM_XERO_LOG": "debug"}
    synced = connected("sync", "--json", **debug)
    found = connected("skill", "run", "find_contacts", "--organisation", "harbour", "--input", '{"text": "karori"}',
                      "--json", **debug)  # fmt: skip
    arguments = {"contact": "Karori Veterinary Clinic", "lines": [LINE], "due_in_days": 14}
    made = connected("skill", "run", "create_invoice", "--organisation", "harbour", "--input", json.dumps(arguments),
                     "--approve", "--json", **debug)  # fmt: skip

    assert (synced.code, found.code, made.code) == (0, 0, 0)
    assert canaries_in(found.out) != []
    assert [canaries_in(said.err) for said in (synced, found, made)] == [[], [], []]


@pytest.fixture
def fresh_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("atom_xero_plugin").setLevel(logging.NOTSET)


def test_a_line_names_time_level_request_and_plan(
    fresh_logging: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """On one line, whatever stands in the message; libraries speak at warnings alone."""
    found = load({"ATOM_XERO_HOME": str(tmp_path), "ATOM_XERO_LOG": "info", "ATOM_XERO_LOG_FORMAT": "text"})
    logs.set_up(found.log_level, "text")
    log = logging.getLogger("atom_xero_plugin.somewhere")
    with logs.about(request_id="r1"), logs.about(plan_id="p1"):
        log.info("two\nlines")
    log.debug("not asked for")
    logging.getLogger("another.library").info("not ours")
    logging.getLogger("another.library").warning("%s", "worth a word")
    logging.getLogger("mcp.server").warning("Karori")
    lines = capsys.readouterr().err.splitlines()

    assert re.fullmatch(rf"{TIME} INFO atom_xero_plugin\.somewhere request_id=r1 plan_id=p1: two\\nlines", lines[0])
    assert re.fullmatch(rf"{TIME} WARNING another\.library: worth a word", lines[1])
    assert "Karori" not in lines[2]
    assert len(lines) == 3


def test_json_lines_hold_the_same_and_an_exceptions_places(
    fresh_logging: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not its words: they may repeat what was sent."""
    logs.set_up("warning", "json")
    try:
        raise ValueError("Karori Veterinary Clinic")
    except ValueError:
        logging.getLogger("atom_xero_plugin.x").exception("it failed")
    (line,) = capsys.readouterr().err.splitlines()
    reported: dict[str, Any] = json.loads(line)

    assert re.fullmatch(TIME, reported["time"])
    assert (reported["level"], reported["message"]) == ("ERROR", "it failed")
    assert "test_logs.py" in reported["exception"]
    assert reported["exception"].endswith("builtins.ValueError")
    assert "Karori" not in line


def test_an_unknown_format_is_refused(bare: Terminal) -> None:
    """With those that there are."""
    said = bare("doctor", ATOM_XERO_LOG_FORMAT="xml")

    assert said.code == 1
    assert "text, json" in said.err
