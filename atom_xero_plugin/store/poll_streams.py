"""What a row of the table of polls polls."""

from __future__ import annotations

from typing import Final, NamedTuple

CHANGES: Final = "changes"
"""A poll of what changed in one of Xero's lists."""
DAILY_CHECK: Final = "daily_check"
"""A poll of our own copy for what time brings about, such as invoices that become overdue."""
FULL_RESYNC: Final = "full_resync"
"""A poll of one of Xero's lists from its beginning, whatever Xero says has changed."""


class Stream(NamedTuple):
    """One of the polls of an organisation."""

    type: str
    """CHANGES, DAILY_CHECK or FULL_RESYNC."""
    list_name: str = ""
    """Xero's list that is polled; empty for the daily check, which asks Xero for none."""

    @property
    def resource(self) -> str:
        """Its name, which distinguishes it from the organisation's others and is shown; nothing is read out of it."""
        return {CHANGES: "", DAILY_CHECK: "Daily", FULL_RESYNC: "Sweep:"}[self.type] + self.list_name
