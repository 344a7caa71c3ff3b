"""Tax rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.line_view import plain
from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES, TaxRate

_APPLIES: Final = {
    "ASSET": "can_apply_to_assets",
    "EQUITY": "can_apply_to_equity",
    "EXPENSE": "can_apply_to_expenses",
    "LIABILITY": "can_apply_to_liabilities",
    "REVENUE": "can_apply_to_revenue",
}


class TaxComponentView(Struct, omit_defaults=True):
    """A part of a rate."""

    name: Annotated[str, Meta(description="Its name.")]
    percent: Annotated[Decimal, Meta(description="Per cent.")]
    compound: Annotated[bool, Meta(description="True for one that is taken on top of the others.")] = False
    non_recoverable: Annotated[bool, Meta(description="True for one that cannot be claimed back.")] = False


class TaxRateView(Struct, omit_defaults=True):
    """A tax rate."""

    id: Annotated[str, Meta(description="Xero's tax type, which lines name, for example OUTPUT2.")]
    name: Annotated[str, Meta(description="Its name.")]
    percent: Annotated[Decimal, Meta(description="Per cent, compound parts counted in.")]
    used_on: Annotated[list[str], Meta(description="Accounts that it can be used on: asset, equity, expense …")]
    status: Annotated[str, Meta(description="active, archived, deleted or pending.")] = "active"
    reported_as: Annotated[str | None, Meta(description="What tax reports count it as, for example OUTPUT.")] = None
    components: Annotated[list[TaxComponentView] | None, Meta(description="Its parts, where it has several.")] = None


def tax_rate_view(_: Context, rate: TaxRate) -> TaxRateView:
    """A rate; a single part is the rate itself, and is not shown."""
    parts = [
        TaxComponentView(
            each.name or "",
            amount_or(plain(each.rate)),
            compound=bool(each.is_compound),
            non_recoverable=bool(each.is_non_recoverable),
        )
        for each in rate.tax_components or ()
    ]
    return TaxRateView(
        id=rate.tax_type,
        name=rate.name or "",
        percent=amount_or(plain(rate.effective_rate)),
        used_on=[name.lower() for name in _APPLIES if can_apply(rate, name)],
        status=(rate.status or "ACTIVE").lower(),
        reported_as=rate.report_tax_type,
        components=parts if len(parts) > 1 or any(each.non_recoverable for each in parts) else None,
    )


def can_apply(rate: TaxRate, account_class: str | None) -> bool:
    """Whether a rate can be used on accounts of a class, such as REVENUE; what Xero does not say is no hindrance."""
    applies = _APPLIES.get(account_class or "")
    return applies is None or getattr(rate, applies) is not False


TAX_RATE: Final = RecordKind[TaxRate](
    name="tax_rate",
    endpoint=TAX_RATES,
    view=tax_rate_view,
    shape=TaxRateView,
    sample={
        "Name": "15% GST on Income",
        "TaxType": "OUTPUT2",
        "Status": "ACTIVE",
        "ReportTaxType": "OUTPUT",
        "DisplayTaxRate": 15,
        "EffectiveRate": 15,
        "CanApplyToRevenue": True,
    },
)
