"""How the Projects API answers and refuses: `{pagination, items}`, a record by itself, `{message, modelState}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import Refused
from atom_xero_plugin.sandbox.books.json_values import ENCODER, plain
from atom_xero_plugin.sandbox.books.table import Row

LARGEST_PAGE: Final = 500
_USUAL_PAGE: Final = 50


def answered(record: Row, status: int = 200) -> Result:
    """One record by itself."""
    return Result(ENCODER.encode(plain(record)), status)


def page(call: Call, records: Sequence[Row]) -> Result:
    """A page of a list: 50 of them unless the call asks for up to 500. Raises Refused for a page that cannot be."""
    wrong: dict[str, list[str]] = {}
    number = _whole(call.query, "page", 1, None, wrong)
    size = _whole(call.query, "pagesize", _USUAL_PAGE, LARGEST_PAGE, wrong)
    if wrong:
        raise refusal(wrong)
    pagination = {
        "page": number,
        "pageSize": size,
        "pageCount": -(-len(records) // size),
        "itemCount": len(records),
    }
    items = [plain(each) for each in records[(number - 1) * size : number * size]]
    return Result(ENCODER.encode({"pagination": pagination, "items": items}))


def refusal(wrong: Mapping[str, Sequence[str]]) -> Refused:
    """400, by field; the words are not verified."""
    body = {"message": "The request is invalid.", "modelState": dict(wrong)}
    return Refused(Result(ENCODER.encode(body), 400))


def money(value: Decimal, currency: str) -> Row:
    """An amount as this API writes it."""
    return {"currency": currency, "value": value}


def words(sent: Row, name: str, wrong: dict[str, list[str]], *, required: bool = False, most: int | None = None) -> str:
    """A text that was sent, without blanks around it; what is wrong with it is noted."""
    value = sent.get(name)
    text = value.strip() if isinstance(value, str) else ""
    if (value is not None and not isinstance(value, str)) or (required and not text):
        wrong[name] = [f"The {name} field is required."]
    elif most is not None and len(text) > most:
        wrong[name] = [f"The field {name} must be a string with a maximum length of {most}."]
    return text


def instant(sent: Row, name: str, wrong: dict[str, list[str]], *, required: bool = False) -> str | None:
    """A time in ISO 8601 that was sent, as UTC; what is wrong with it is noted."""
    value = sent.get(name)
    if value is None:
        if required:
            wrong[name] = [f"The {name} field is required."]
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        wrong[name] = [f"The value '{str(value)[:40]}' is not valid for {name}."]
        return None
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat() + "Z"


def whole_number(sent: Row, name: str, least: int, most: int, wrong: dict[str, list[str]]) -> int:
    """A whole number that was sent; what is wrong with it is noted."""
    value: Any = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        wrong[name] = [f"The field {name} must be between {least} and {most}."]
        return least
    return value


def _whole(query: Mapping[str, str], name: str, usual: int, most: int | None, wrong: dict[str, list[str]]) -> int:
    text = query.get(name, str(usual))
    if not text.isdecimal() or int(text) < 1 or (most is not None and int(text) > most):
        wrong[name] = [f"The field {name} must be between 1 and {most or 'the last page'}."]
        return usual
    return int(text)
