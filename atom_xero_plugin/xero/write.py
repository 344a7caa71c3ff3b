"""One write to Xero, as data: the exact bytes that would be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

_encoder = msgspec.json.Encoder(decimal_format="number")
"""Decimals go out as JSON numbers with exactly their digits, dates as YYYY-MM-DD."""


class Write(Struct, frozen=True):
    """A request that changes the books. The body is text, so a retry sends the same bytes."""

    method: Literal["PUT", "POST", "DELETE"]
    path: str
    body: str
    params: dict[str, str] = {}

    @classmethod
    def of(
        cls,
        method: Literal["PUT", "POST", "DELETE"],
        path: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Write:
        """A write of a body in Xero's names; Decimal, date and datetime are written as Xero takes them."""
        return cls(method, path, _encoder.encode(body).decode() if body is not None else "", dict(params or {}))

    @property
    def body_hash(self) -> str:
        """Hex sha256 of the bytes that are sent."""
        return hashlib.sha256(self.body.encode()).hexdigest()
