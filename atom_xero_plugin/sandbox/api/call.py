"""One call to the accounting API as a resource sees it, and what the resource answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Call:
    """A call that came through the gate: authorised, within the limits, its body parsed."""

    method: str
    now: datetime
    identity: str | None = None
    """What stands after the resource's name in the path: an id, a number or a code."""
    rest: tuple[str, ...] = ()
    """What stands after that."""
    query: dict[str, str] = field(default_factory=dict)
    """Parameters by their names in small letters; Xero does not mind the case."""
    body: Any = None
    """The JSON body, numbers as int or Decimal; None without one."""
    raw: bytes = b""
    """The body as it came: what an attachment is, and a form with a file."""
    content_type: str = "application/json"
    """Of the body, as its sender calls it."""
    base: str = "https://api.xero.com"
    """Scheme and host that were called."""
    modified_since: datetime | None = None
    accept: str = "application/json"
    """The media types that the caller takes."""
    provider: str = "Xero API Partner"
    """The name of the calling app."""

    @property
    def places(self) -> str:
        """`4` for unit prices with four decimals (`unitdp=4`), else empty: the ending of a form of projections.py."""
        return "4" if self.query.get("unitdp") == "4" else ""

    @property
    def decimals(self) -> int:
        """How many decimals a unit price is kept with."""
        return 4 if self.places else 2

    @property
    def summarize_errors(self) -> bool:
        """Whether one bad element fails the whole call (400): Xero's default."""
        return self.query.get("summarizeerrors", "true").lower() != "false"

    def flag(self, name: str) -> bool:
        """A parameter that is true or absent."""
        return self.query.get(name.lower(), "").lower() == "true"


@dataclass(frozen=True)
class Result:
    """An answer: the bytes of its body, ready to send."""

    body: bytes
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
