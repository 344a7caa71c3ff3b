"""Tax rates."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES, TaxRate

_APPLIES: Final = {
    "ASSET": "can_apply_to_assets",
    "EQUITY": "can_apply_to_equity",
    "EXPENSE": "can_apply_to_expenses",
    "LIABILITY": "can_apply_to_liabilities",
    "REVENUE": "can_apply_to_revenue",
}


def can_apply(rate: TaxRate, account_class: str | None) -> bool:
    """Whether a rate can be used on accounts of a class, such as REVENUE; what Xero does not say is no hindrance."""
    applies = _APPLIES.get(account_class or "")
    return applies is None or getattr(rate, applies) is not False


TAX_RATE: Final = RecordKind[TaxRate](
    name="tax_rate",
    endpoint=TAX_RATES,
    sample={
        "Name": "15% GST on Income",
        "TaxType": "OUTPUT2",
        "Status": "ACTIVE",
        "ReportTaxType": "OUTPUT",
        "DisplayTaxRate": 15.0,
        "EffectiveRate": 15.0,
        "CanApplyToRevenue": True,
    },
)
