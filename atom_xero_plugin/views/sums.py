"""Sums over the invoices and bills of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.context import Context
from atom_xero_plugin.money import ZERO, Money, amount_or
from atom_xero_plugin.views.invoices import currency_of, kind_of
from atom_xero_plugin.xero.models.invoices import Invoice, Kind


class DocumentSum(Struct):
    """What the sales invoices, or the bills, in one currency come to."""

    kind: Annotated[Kind, Meta(description="sales, or bill: what is owed to and by the organisation is not added up.")]
    count: Annotated[int, Meta(description="How many.")]
    total: Annotated[Money, Meta(description="Sum of their totals.")]
    amount_due: Annotated[Money, Meta(description="Sum of what is still to be paid.")]


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
