"""How old a request is: reported by a clock that cannot go back and does not stop while a laptop sleeps."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from atom_xero_plugin.core.clock import running_seconds
from atom_xero_plugin.plans import resend
from atom_xero_plugin.plans.resend import Attempt

XERO_TIME = datetime(2026, 6, 16, 9, tzinfo=UTC)
ROW = {"idempotency_key": "k", "attempts": 1, "sent_at": None, "sent_after": XERO_TIME, "before_hash": None}


def test_the_running_clock_counts_the_time_a_machine_sleeps() -> None:
    """`time.monotonic` stands still then: after a night's sleep a key would pass for one of a minute ago."""
    counts_sleep = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the one of Linux, the one of macOS

    assert abs(running_seconds() - time.clock_gettime(counts_sleep)) < 60


def test_a_key_of_this_run_is_kept_for_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever any clock on a wall says; Xero forgets it after six."""
    attempt = Attempt.first(ROW, None, None)  # type: ignore[arg-type]
    began = running_seconds()

    for seconds, stored in ((295, True), (305, False), (3_000, False)):
        monkeypatch.setattr(resend, "running_seconds", lambda seconds=seconds: began + seconds)
        assert attempt.key_is_kept(XERO_TIME) is stored


@pytest.mark.parametrize(
    ("xero_now", "stored"),
    [
        (XERO_TIME, True),
        (XERO_TIME + timedelta(minutes=5, seconds=-1), True),
        (XERO_TIME + timedelta(minutes=5), False),
        (XERO_TIME - timedelta(seconds=1), False),
        (None, False),
    ],
)
def test_a_key_of_another_run_is_kept_by_xeros_clock_alone(xero_now: datetime | None, stored: bool) -> None:
    """And not at all where that is unknown or went back."""
    assert Attempt.of_another_run(ROW).key_is_kept(xero_now) is stored  # type: ignore[arg-type]
