"""The envelope around every answer of the accounting API.

Source: developer.xero.com, Requests and responses; the examples of Xero's OpenAPI description 16.1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from atom_xero_plugin.sandbox.books.json_values import ENCODER, escaped, milliseconds

PROVIDER: Final = "Xero API Partner"
"""The name of the calling app, when the answer is not told a better one."""


def envelope(
    plural: str,
    records: Iterable[bytes],
    *,
    now: datetime,
    provider: str = PROVIDER,
    pagination: Mapping[str, int] | None = None,
) -> bytes:
    """The body of an answer: `{Id, Status, ProviderName, DateTimeUTC, pagination?, <plural>: [...]}`.

    Args:
        plural: The key of the list, such as `Invoices`.
        records: Each record as JSON bytes, in order.
        now: The instant of the answer, aware.
        provider: The name of the app that asks.
        pagination: `page`, `pageSize`, `pageCount`, `itemCount` of a paged list.
    """
    head: dict[str, Any] = {
        "Id": str(uuid4()),
        "Status": "OK",
        "ProviderName": provider,
        "DateTimeUTC": f"/Date({milliseconds(now)})/",
    }
    if pagination is not None:
        head["pagination"] = dict(pagination)
    opening = escaped(ENCODER.encode(head))[:-1]
    return b"%b,%b:[%b]}" % (opening, ENCODER.encode(plural), b",".join(records))
