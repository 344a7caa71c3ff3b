"""What the address of a report asks for. Every choice stands in it, so that a report can be kept as a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.core.periods import EARLIEST, LATEST, Period

Columns = Literal["month", "total", "before", "year"]
COLUMNS: Final[tuple[Columns, ...]] = ("month", "total", "before", "year")
_LONGEST: Final = 255


class OpenedFigure(Struct, frozen=True):
    """The figure whose documents are shown beside the report."""

    account_id: str
    days: Period


class Asked(Struct, frozen=True):
    """One report as it is asked for."""

    days: Period
    """A report of a day has its last day."""
    columns: Columns
    cash: bool = False
    tracking: tuple[str, ...] = ()
    contact: str = ""
    account: str = ""
    saved: str = ""
    """Name of a saved report."""
    side: Literal["receivables", "payables"] = "receivables"
    age_by: Literal["due_date", "invoice_date"] = "due_date"
    opened: OpenedFigure | None = None

    def query(self, **changes: Any) -> dict[str, Any]:
        """The query of this report's address, with changes; what is usual is left out."""
        then = replace(self, **changes)
        found: dict[str, Any] = {
            "from": then.days.first.isoformat(),
            "to": then.days.last.isoformat(),
            "columns": then.columns,
            "basis": "cash" if then.cash else None,
            "tracking": list(then.tracking) or None,
            "contact": then.contact or None,
            "account": then.account or None,
            "saved": then.saved or None,
            "side": then.side if then.side != "receivables" else None,
            "age_by": then.age_by if then.age_by != "due_date" else None,
        }
        if then.opened is not None:
            days = then.opened.days
            found["open"] = f"{then.opened.account_id}:{days.first}:{days.last}"
        return found


def asked_in(query: Mapping[str, str], tracking: list[str], usual: Period, columns: Columns) -> Asked:
    """What a query asks for; `usual` days and columns where it says nothing. Raises InvalidArguments by its field."""
    last = _day(query, "to", usual.last)
    first = _day(query, "from", min(usual.first, last))
    if "to" not in query:
        last = max(last, first)
    if last < first:
        raise invalid_argument("/to", f"{last} is before {first}")
    return Asked(
        days=Period(first, last),
        columns=_one(query, "columns", COLUMNS, columns),
        cash=_one(query, "basis", ("accrual", "cash"), "accrual") == "cash",
        tracking=tuple(each[:_LONGEST] for each in tracking if each)[:2],
        contact=query.get("contact", "").strip()[:_LONGEST],
        account=query.get("account", "").strip()[:_LONGEST],
        saved=query.get("saved", "").strip()[:100],
        side=_one(query, "side", ("receivables", "payables"), "receivables"),
        age_by=_one(query, "age_by", ("due_date", "invoice_date"), "due_date"),
        opened=_opened(query.get("open")),
    )


def _opened(text: str | None) -> OpenedFigure | None:
    account_id, _, days = (text or "").partition(":")
    first, _, last = days.partition(":")
    if not (account_id and first and last):
        return None
    given = {"from": first, "to": last}
    span = Period(_day(given, "from", EARLIEST), _day(given, "to", LATEST))
    if span.last < span.first:
        raise invalid_argument("/open", "ends before it begins")
    return OpenedFigure(account_id[:64], span)


def _one(query: Mapping[str, str], name: str, known: tuple[Any, ...], usual: Any) -> Any:
    found = query.get(name) or usual
    if found not in known:
        raise invalid_argument(f"/{name}", f"must be one of {', '.join(known)}")
    return found


def _day(query: Mapping[str, str], name: str, usual: date) -> date:
    text = query.get(name)
    if not text:
        return usual
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise invalid_argument(f"/{name}", "must be a day such as 2026-11-30") from None
    if not EARLIEST <= found <= LATEST:
        raise invalid_argument(f"/{name}", f"must be a day between {EARLIEST} and {LATEST}")
    return found
