"""Sums over the invoices and bills of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.kinds.invoices import kind_of
from atom_xero_plugin.accounting.listing import ListedRows
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import ZERO, Money, amount_or
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind

PAGE: Final = 1_000
"""Records of a page of Xero's, at most."""
MOST_CALLS: Final = 3
"""What sums may cost apart from the page that is shown, of the 60 calls of a minute."""


class DocumentSum(Struct):
    """What the sales invoices, or the bills, in one currency come to."""

    kind: Annotated[Kind, Meta(description="sales, or bill: what is owed to and by the organisation is not added up.")]
    count: Annotated[int, Meta(description="How many.")]
    total: Annotated[Money, Meta(description="Sum of their totals.")]
    amount_due: Annotated[Money, Meta(description="Sum of what is still to be paid.")]


async def sums_over(
    ctx: Context, requested: InvoiceFilter, found: ListedRows[Invoice], keep: Callable[[Invoice], bool] | None
) -> list[DocumentSum] | None:
    """Sums over all that fits a question, of which `found` is the first page; None where there is too much to add up.

    What is not on the page is asked of Xero, as summaries, in at most MOST_CALLS calls of a thousand each.
    """
    if found.after is None:
        return sums_of(ctx, found.items)
    if found.total is not None and found.total > MOST_CALLS * PAGE:
        return None
    summaries: list[Invoice] = []
    for number in range(1, MOST_CALLS + 1):
        page = await list_of(ctx.xero, INVOICES, requested, page=number, page_size=PAGE, order="Date DESC")
        summaries += [each for each in page.items if keep is None or keep(each)]
        if not page.has_more:
            return sums_of(ctx, summaries)
    return None


def sums_of(ctx: Context, invoices: Sequence[Invoice]) -> list[DocumentSum]:
    """One sum a kind and currency, in their alphabetical order."""
    groups: dict[tuple[Kind, str], list[Invoice]] = {}
    for each in invoices:
        groups.setdefault((kind_of(each), currency_of(ctx, each)), []).append(each)
    return [
        DocumentSum(
            kind,
            len(group),
            Money.of(sum((amount_or(each.total) for each in group), ZERO), currency),
            Money.of(sum((amount_or(each.amount_due) for each in group), ZERO), currency),
        )
        for (kind, currency), group in sorted(groups.items(), key=lambda item: item[0])
    ]
