"""How a line of a document appears in answers and plans."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.core.money import Money, amount_or, cents, unsigned
from atom_xero_plugin.xero.records.parts import LineItem


class LineView(Struct, omit_defaults=True):
    """A line."""

    description: Annotated[str | None, Meta(description="What it is for.")]
    amount: Annotated[Money, Meta(description="Line amount after discount; with tax where amounts are inclusive.")]
    quantity: Annotated[Decimal | None, Meta(description="Quantity.")] = None
    unit_amount: Annotated[Decimal | None, Meta(description="Price of one, up to four places.")] = None
    account: Annotated[str | None, Meta(description="Code of the account it is booked to.")] = None
    tax_type: Annotated[str | None, Meta(description="Xero's tax type.")] = None
    tax: Annotated[Money | None, Meta(description="Tax on the line.")] = None
    item: Annotated[str | None, Meta(description="Code of the item.")] = None
    discount_percent: Annotated[Decimal | None, Meta(description="Discount in per cent.")] = None
    id: Annotated[str | None, Meta(description="Xero's id of the line.")] = None
    tracking: Annotated[
        list[str] | None, Meta(description="Options of tracking categories, such as Region: North.")
    ] = None


def line_of(line: LineItem, currency: str) -> LineView:
    """A line as it stands in Xero."""
    return LineView(
        description=line.description,
        amount=Money.of(line.line_amount, currency),
        quantity=plain(line.quantity),
        unit_amount=price(line.unit_amount),
        account=line.account_code,
        tax_type=line.tax_type,
        tax=Money.of(line.tax_amount, currency) if line.tax_amount is not None else None,
        item=line.item_code or None,
        discount_percent=plain(line.discount_rate) if amount_or(line.discount_rate) != 0 else None,
        id=line.line_item_id,
        tracking=[f"{each.name}: {each.option}" for each in line.tracking or ()] or None,
    )


def price(amount: Decimal | None) -> Decimal | None:
    """A price of one with at least cents: 150 is 150.00, and 0.1255 stays."""
    if amount is None:
        return None
    in_cents = cents(amount)
    return in_cents if in_cents == amount else unsigned(amount.normalize())


def plain(number: Decimal | None) -> Decimal | None:
    """A quantity without the zeros that say nothing: 2.0000 is 2, 1.50 is 1.5."""
    if number is None:
        return None
    short = unsigned(number.normalize())
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
