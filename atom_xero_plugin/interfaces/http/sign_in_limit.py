"""How often signing in may fail: a token cannot be guessed, but nobody is let try without end, or fill the log."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.interfaces.http.errors import TooManyAttempts

MOST: Final = 10
"""Failures of one address within `WITHIN`, before it must wait."""
WITHIN: Final = timedelta(minutes=1)
_ADDRESSES: Final = 10_000


class SignInLimit:
    """Failed sign-ins of this process, by the address that they came from."""

    def __init__(self, clock: Clock) -> None:
        """None yet."""
        self._clock = clock
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, address: str) -> None:
        """Refuse an address that failed too often. Raises TooManyAttempts with when to try again."""
        now = self._clock.now()
        failures = self._failures.get(address, deque())
        while failures and now - failures[0] >= WITHIN:
            failures.popleft()
        if len(failures) >= MOST:
            wait = failures[0] + WITHIN - now
            raise TooManyAttempts(retry_after_s=max(1, int(wait.total_seconds())))

    def failed(self, address: str) -> None:
        """Count a failure; the addresses that failed longest ago are forgotten."""
        self._failures.setdefault(address, deque(maxlen=MOST)).append(self._clock.now())
        self._failures.move_to_end(address)
        while len(self._failures) > _ADDRESSES:
            self._failures.popitem(last=False)
