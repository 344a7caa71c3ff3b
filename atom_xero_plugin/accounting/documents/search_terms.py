"""What people ask of invoices and bills, in the filters that Xero understands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from atom_xero_plugin.accounting.documents.search_inputs import InvoiceSearchFields
from atom_xero_plugin.accounting.inputs import invalid_argument, one_line, resolve_days
from atom_xero_plugin.accounting.kinds.invoices import STATUS_WORDS, NearInvoice, near_invoice
from atom_xero_plugin.accounting.resolve.similar import near_invoices
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.xero.records.invoices import Invoice, InvoiceFilter, Kind

Sort = Literal["newest", "oldest", "due_first", "due_last", "largest", "number"]
ORDERS: Final[dict[Sort, str]] = {
    "newest": "Date DESC",
    "oldest": "Date ASC",
    "due_first": "DueDate ASC",
    "due_last": "DueDate DESC",
    "largest": "Total DESC",
    "number": "InvoiceNumber ASC",
}
_STATUSES: Final = {
    **{word: status for status, word in STATUS_WORDS.items()},
    "unpaid": "AUTHORISED",
    "overdue": "AUTHORISED",
}
_UNPAID: Final = frozenset[str | None]({None, "unpaid", "overdue", "awaiting_payment"})
_LIVE: Final = ("DRAFT", "SUBMITTED", "AUTHORISED", "PAID")


class _Days(Struct, frozen=True):
    """Which due days are asked for."""

    first: date | None = None
    last: date | None = None
    before: date | None = None


def filter_of(ctx: Context, asked: InvoiceSearchFields) -> InvoiceFilter:
    """The filter for what is asked, without the contact.

    Raises InvalidArguments with the field's path for what contradicts itself; nothing is asked of Xero for it.
    """
    days = resolve_days(asked.period, asked.dates, ctx.organisation, ctx.today)
    due = _due_days(ctx.today, asked)
    number, reference = one_line(asked.number, "/number"), one_line(asked.reference, "/reference")
    text = one_line(asked.text, "/text")
    named = number is not None or reference is not None or text is not None
    requested = InvoiceFilter(
        kind=_kind(asked.kind),
        statuses=_statuses(asked, named=named),
        unpaid_only=_only_unpaid(asked),
        due_from=due.first,
        due_to=due.last,
        due_before=due.before,
        invoice_numbers=(number,) if number else (),
        reference=reference,
        search_term=text,
        summary_only=True,
    )
    return _with_days(requested, days, asked) if days else requested


def _kind(kind: Literal["sales", "bill", "both"]) -> Kind | None:
    return None if kind == "both" else kind


def _only_unpaid(asked: InvoiceSearchFields) -> bool:
    by_due = asked.due_within_days is not None or asked.overdue_by_days is not None
    return by_due or asked.status in {"unpaid", "overdue", "awaiting_payment"}


def _statuses(asked: InvoiceSearchFields, *, named: bool) -> tuple[str, ...]:
    """A number is searched for in every status; a list leaves out what is voided or deleted."""
    if asked.status is not None:
        return (_STATUSES[asked.status],)
    if _only_unpaid(asked):
        return ("AUTHORISED",)
    return () if named else _LIVE


def _due_days(today: date, asked: InvoiceSearchFields) -> _Days:
    within, overdue = asked.due_within_days, asked.overdue_by_days
    for value, path in ((within, "/due_within_days"), (overdue, "/overdue_by_days")):
        if value is not None and asked.status not in _UNPAID:
            raise invalid_argument(path, f"is about unpaid ones, and status asks for {asked.status}")
    if within is not None and (overdue is not None or asked.status == "overdue"):
        raise invalid_argument(
            "/due_within_days", "is about what is still to come; leave out what asks for overdue ones"
        )
    if overdue is not None:
        return _Days(last=today - timedelta(days=overdue))
    if within is not None:
        return _Days(first=today, last=today + timedelta(days=within))
    return _Days(before=today) if asked.status == "overdue" else _Days()


def _with_days(requested: InvoiceFilter, days: Period, asked: InvoiceSearchFields) -> InvoiceFilter:
    if asked.date_field == "issue":
        return replace(requested, date_from=days.first, date_to=days.last)
    if requested.due_from is not None or requested.due_to is not None:
        raise invalid_argument("/date_field", "due cannot be given together with due_within_days or overdue_by_days")
    return replace(requested, due_from=days.first, due_to=days.last)


async def near_numbers(ctx: Context, number: str | None, kind: Literal["sales", "bill", "both"]) -> list[NearInvoice]:
    """What a number that nothing has may mean; nothing where no number is asked for."""
    if number is None:
        return []
    return [near_invoice(each) for each in await near_invoices(ctx.xero, number.strip(), kind=_kind(kind))]


def has_total_between(invoice: Invoice, least: Decimal | None, most: Decimal | None) -> bool:
    """Whether its total is within both bounds; None is no bound. Xero cannot filter by this on big books."""
    total = amount_or(invoice.total)
    return (least is None or total >= least) and (most is None or total <= most)
