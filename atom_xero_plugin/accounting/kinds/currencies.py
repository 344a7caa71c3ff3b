"""Currencies that an organisation uses."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.currencies import CURRENCIES, Currency


class CurrencyView(Struct, omit_defaults=True):
    """A currency that documents can be in."""

    id: Annotated[str, Meta(description="ISO 4217 code.")]
    name: Annotated[str | None, Meta(description="What Xero calls it.")] = None
    base: Annotated[bool, Meta(description="True for the organisation's own.")] = False


def currency_view(ctx: Context, currency: Currency) -> CurrencyView:
    """A currency."""
    base = currency.code == ctx.organisation.base_currency
    return CurrencyView(currency.code, currency.description or None, base=base)


CURRENCY: Final = RecordKind[Currency](
    name="currency",
    endpoint=CURRENCIES,
    view=currency_view,
    shape=CurrencyView,
    sample={"Code": "NZD", "Description": "New Zealand Dollar"},
)
