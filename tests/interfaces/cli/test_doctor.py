"""What `atom-xero doctor` finds, and says to do."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interfaces.cli.conftest import Terminal

from atom_xero_plugin.interfaces.cli.doctor import check_of_clock

NOW = datetime(2026, 6, 16, 1, 0, tzinfo=UTC)


def advance(sandbox: dict[str, Any], seconds: int) -> None:
    """Let the sandbox's time, which is Xero's, pass."""
    body = json.dumps({"advance_s": seconds}).encode()
    urllib.request.urlopen(f"{sandbox['address']}/_sandbox/time", data=body).close()


def test_doctor_says_what_to_do_about_each_fault(bare: Terminal) -> None:
    """Key, database and app, each in a sentence that names what to set; nobody is called without an app."""
    said = bare("doctor", "--json")

    assert said.code == 1
    assert said.data["ok"] is False
    assert "ATOM_OAUTH_ENCRYPTION_KEY" in said.data["parts"]["encryption_key"]
    assert "atom-xero db upgrade" in said.data["parts"]["database"]
    assert "XERO_CLIENT_ID" in said.data["parts"]["xero_app"]
    assert not any(part.startswith("reach") for part in said.data["parts"])


def test_doctor_is_content_once_all_is_there(connected: Terminal) -> None:
    """Every part by itself, and the facts that whoever helps would ask for."""
    report = connected.found("doctor")

    assert report["ok"] is True
    assert set(report["parts"].values()) == {"ok"}
    assert {"connection: Harbour Street Studio Limited", "reach: XERO_API_URL", "clock"} <= set(report["parts"])
    assert report["facts"]["workspace"] == "default"
    assert connected.environment["XERO_CLIENT_SECRET"] not in json.dumps(report)


def test_a_key_that_does_not_open_what_is_kept_is_found(connected: Terminal) -> None:
    """It is a sound key, but another than before."""
    said = connected("doctor", "--json", ATOM_OAUTH_ENCRYPTION_KEY="another secret of more than 32 characters")

    assert said.code == 1
    assert "used before" in said.data["parts"]["encryption_key"]


def test_xero_out_of_reach_is_found(connected: Terminal) -> None:
    """By the setting that holds the address."""
    said = connected("doctor", "--json", XERO_API_URL="http://localhost:1")

    assert said.code == 1
    assert "cannot be reached" in said.data["parts"]["reach: XERO_API_URL"]
    assert said.data["parts"]["reach: XERO_LOGIN_URL"] == "ok"


def test_a_clock_that_is_off_is_found(connected: Terminal, sandbox: dict[str, Any]) -> None:
    """It breaks logins in ways that look like anything else."""
    advance(sandbox, 400)
    try:
        said = connected("doctor", "--json")
    finally:
        advance(sandbox, -400)

    assert said.code == 1
    assert "behind Xero's" in said.data["parts"]["clock"]


@pytest.mark.parametrize("date", [None, "", "yesterday", "Tue, 16 Jun 2026 01:00:00"])
def test_a_server_that_says_no_time_says_nothing_of_the_clock(date: str | None) -> None:
    """Nothing is made up."""
    assert check_of_clock(date, NOW) is None


@given(st.integers(-(10**7), 10**7))
def test_up_to_a_minute_off_is_well(seconds: int) -> None:
    """As far as an id token may be off; beyond, the seconds and the way are reported."""
    found = check_of_clock(format_datetime(NOW, usegmt=True), NOW + timedelta(seconds=seconds))

    assert found is not None
    assert found.works is (abs(seconds) <= 60)
    if not found.works:
        assert f"{abs(seconds)} seconds {'ahead of' if seconds > 0 else 'behind'}" in found.message


def test_the_database_is_named_without_its_secrets(bare: Terminal) -> None:
    """A password may stand before the host or in the query."""
    address = "postgresql://keeper:first-word@127.0.0.1:1/books?password=second-word"
    said = bare("doctor", "--json", ATOM_XERO_DATABASE_URL=address)

    assert said.data["facts"]["database"] == "postgresql+psycopg://keeper:***@127.0.0.1:1/books"
    assert not [word for word in ("first-word", "second-word") if word in said.out + said.err]
