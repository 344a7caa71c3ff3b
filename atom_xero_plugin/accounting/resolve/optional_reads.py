"""Reads that only serve a check: where Xero does not answer one, the work goes on without it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final, TypeVar

from atom_xero_plugin.core.errors import (
    InvalidArguments,
    NotAllowed,
    NotFound,
    RateLimited,
    ScopeMissing,
    UnexpectedAnswer,
    XeroRefused,
    XeroUnavailable,
)

T = TypeVar("T")
UNANSWERED: Final = (
    XeroRefused, InvalidArguments, NotFound, NotAllowed, ScopeMissing, RateLimited, XeroUnavailable, UnexpectedAnswer,
)  # fmt: skip
"""What Xero may say to a question that the work does not need answered. A lost login or database stops it all the
same."""


async def if_answered(reading: Awaitable[T]) -> T | None:
    """What is read; None where Xero does not answer it."""
    try:
        return await reading
    except UNANSWERED:
        return None
