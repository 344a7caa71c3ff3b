"""Named places where a process may be killed, so that tests can prove that nothing is lost there.

Setting `ATOM_XERO_CRASHPOINT=refresh.after_post` kills the process (SIGKILL) when it reaches that name. Unset, a
crash point costs one dictionary look-up.
"""

from __future__ import annotations

import os
import signal

CRASH_POINTS: set[str] = set()
"""Every name declared in the code; the crash tests walk all of it, so a new point cannot stay untested."""


def declare(*names: str) -> None:
    """Announce the crash points of a module, once, at import."""
    CRASH_POINTS.update(names)


def crashpoint(name: str) -> None:
    """Die here, at once and without cleaning up, if the environment asks for this name."""
    if os.environ.get("ATOM_XERO_CRASHPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
