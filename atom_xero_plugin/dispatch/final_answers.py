"""Answers of requests that callers repeat: which of them are final, and so are given again byte by byte.

What was done is never done again, and what was refused for good is refused alike. What may work later, or of which the
outcome is not known, is not kept: the request comes again and goes on with the plan that it made.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from atom_xero_plugin.core import errors

_UNDER_WAY: Final = frozenset({"approved", "executing", "unknown"})
"""States of a plan that has not come to its end."""
_FOR_GOOD: Final = (errors.AskAgain, errors.ApprovalNeeded, errors.ReadBackMismatch, errors.PartlyDone)


def is_final(answer: Mapping[str, Any]) -> bool:
    """Whether an answer, in its plain shape, is what every repetition of its request is answered."""
    if answer.get("success") is True:
        return True
    error = answer.get("error") or {}
    if error.get("retryable", True) or error.get("code") not in _codes():
        return False
    return (answer.get("plan") or {}).get("state") not in _UNDER_WAY


@cache
def _codes() -> frozenset[str]:
    waiting, found = list(_FOR_GOOD), set[str]()
    while waiting:
        kind = waiting.pop()
        found.add(kind.code)
        waiting += kind.__subclasses__()
    return frozenset(found)
