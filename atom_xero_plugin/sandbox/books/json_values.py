"""How Xero prints values in JSON: `/Date()/` instants, numbers with their decimals, nothing for what has no value.

Source: developer.xero.com, Requests and responses; the examples of Xero's OpenAPI description 16.1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import msgspec

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = _EPOCH.date()
_MILLISECOND: Final = timedelta(milliseconds=1)
_DAY_MS: Final = 86_400_000
ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


@lru_cache(maxsize=8192)
def day_text(day: date) -> str:
    """A date without time: midnight UTC of that calendar day, `/Date(1433289600000+0000)/`."""
    return f"/Date({(day - _EPOCH_DAY).days * _DAY_MS}+0000)/"


@lru_cache(maxsize=8192)
def day_string(day: date) -> str:
    """The duplicate of a date, `2015-06-03T00:00:00`, as `DateString` and `DueDateString` hold it."""
    return f"{day.isoformat()}T00:00:00"


def milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MILLISECOND


def instant_text(instant: datetime) -> str:
    """An instant, `/Date(1439434356790+0000)/`."""
    return f"/Date({milliseconds(instant)}+0000)/"


def instant_string(instant: datetime) -> str:
    """The duplicate of an instant, `2019-03-07T17:59:28Z`, as `UpdatedDateUTCString` holds it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value: Any) -> Any:
    """A record with dates as Xero's text; fields without a value are left out, as Xero leaves them out."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


def encode(record: Mapping[str, Any]) -> bytes:
    r"""One record as JSON bytes; the slashes of `/Date()/` are escaped (`\/Date(0)\/`), as on Xero's wire."""
    return escaped(ENCODER.encode(plain(record)))


def escaped(text: bytes) -> bytes:
    """Escape the slashes at the ends of strings that look like dates; in any other string it means the same."""
    return text.replace(b'"/Date(', b'"\\/Date(').replace(b')/"', b')\\/"')
