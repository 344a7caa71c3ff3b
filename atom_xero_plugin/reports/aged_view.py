"""How an aged table appears in answers, a page at a time, its totals over all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.assumed import Assumed, Assumptions
from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.accounting.listing import Position, cursor_to
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.reports.ageing import (
    AgeBy,
    Ages,
    amounts,
    contact_rows,
    currency_rows,
    document_rows,
)
from atom_xero_plugin.reports.collected import Books, ReadFrom
from atom_xero_plugin.reports.open_balances import OpenItem
from atom_xero_plugin.reports.tables import Table, TableRow
from atom_xero_plugin.reports.view import ReportView, report_view

BucketDays = (
    Annotated[
        list[int],
        Meta(
            description="Days at which a balance passes to the next column; 30, 60 and 90 if left out.",
            min_length=1,
            max_length=8,
            extra=also("buckets periods intervals ranges") | OBVIOUS,
        ),
    ]
    | None
)


class AgedView(Struct, omit_defaults=True, kw_only=True):
    """Balances by age."""

    report: Annotated[
        ReportView,
        Meta(
            description="The table. Rows of kind total are over all, also of other pages; those of the section "
            "Total by currency are in the currency that they are called by."
        ),
    ]
    contacts: Annotated[int, Meta(description="How many contacts have a balance.")]
    documents: Annotated[int, Meta(description="How many documents have a balance.")]
    read_from: Annotated[ReadFrom, Meta(description="Where the balances come from.")]
    has_more: Annotated[bool, Meta(description="Whether more rows follow.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]
    assumed: Assumptions = []


V = TypeVar("V", bound=AgedView)


def ages_of(by: AgeBy, day: date, limits: Sequence[int]) -> Ages:
    """The columns. Raises InvalidArguments for limits that do not rise."""
    if any(one >= other for one, other in zip((0, *limits), limits, strict=False)) or limits[-1] > 3650:  # noqa: PLR2004 - ten years
        raise invalid_argument("/bucket_days", "must be days from 1 to 3650, each above the one before")
    return Ages(by, day, tuple(limits))


def aged_view(
    shape: type[V],
    books: Books,
    items: Sequence[OpenItem],
    ages: Ages,
    asked: Any,
    *,
    start: Position,
    whose: str,
    assumed: list[Assumed],
) -> V:
    """The page that is asked for; `asked` are the skill's arguments, with a side, a detail, a limit and a cursor."""
    organisation = books.ctx.organisation
    of_documents = asked.detail == "documents"
    rows = document_rows(items, ages) if of_documents else contact_rows(items, ages)
    heads = ["date", "due date"] if of_documents else []
    total = TableRow("Total", [*(None for _ in heads), *amounts(ages.sums(items))], kind="total")
    end = start.skip + asked.limit
    titles = [f"Aged {asked.side}", whose, f"as at {ages.day}", f"by {ages.by.replace('_', ' ')}"]
    table = Table(
        titles, [*heads, *ages.heads], [*rows[start.skip : end], total, *currency_rows(items, ages, len(heads))]
    )
    more = end < len(rows)
    return shape(
        report=report_view(
            table, name=f"aged_{asked.side}", first=None, last=ages.day, currency=organisation.base_currency,
            cash_basis=False,
        ),
        contacts=len({each.contact_id for each in items}),
        documents=len(items),
        read_from=books.read_from,
        has_more=more,
        assumed=assumed,
        next_cursor=cursor_to(Position(1, end) if more else None, organisation.id, asked),
    )  # fmt: skip
