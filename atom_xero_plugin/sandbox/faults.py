"""Faults that a test asks for: slowness, refusals, answers lost after the write, garbage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "slow", "status", "drop_after_write", "drop_before", "expired_token", "garbage", "half_answer",
    "ignore_key", "other_record", "empty",
]  # fmt: skip
"""`ignore_key`: the call is executed whatever its idempotency key says. `other_record`: a record is answered under
another id. `empty`: the list in the answer is empty."""


@dataclass
class Fault:
    """One fault, for so many calls that fit."""

    kind: Kind
    match: str = ""
    """A regular expression found in the path."""
    method: str | None = None
    times: int = 1
    status: int = 500
    seconds: float = 1.0
    body: str | None = None
    """Of `status`: what is answered instead of the usual words of that status."""
    content_type: str = "text/html; charset=utf-8"
    """Of `body`."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of `status`: more headers, such as a `Retry-After`."""

    def fits(self, method: str, path: str) -> bool:
        """Whether it is meant for this call."""
        return self.times > 0 and self.method in {None, method} and re.search(self.match, path) is not None


@dataclass
class Faults:
    """The faults that are waiting."""

    waiting: list[Fault] = field(default_factory=list)

    def add(
        self,
        *,
        kind: Kind,
        match: str = "",
        method: str | None = None,
        times: int = 1,
        status: int = 500,
        seconds: float = 1.0,
        body: str | None = None,
        content_type: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Let the next `times` calls that fit fail so. Raises ValueError for a kind or a pattern that is none."""
        if kind not in get_args(Kind):
            raise ValueError(f"no fault {kind!r}; there are {', '.join(get_args(Kind))}")
        try:
            re.compile(match)
        except re.error as error:
            raise ValueError(f"match is no regular expression: {error}") from None
        self.waiting.append(Fault(kind, match, method, times, status, seconds, body, content_type, dict(headers or {})))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this call meets, used up by one."""
        for fault in self.waiting:
            if fault.fits(method, path):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """No faults any more."""
        self.waiting.clear()
