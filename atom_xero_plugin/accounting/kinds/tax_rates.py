"""Tax rates."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.xero.records.tax_rates import TAX_RATES, TaxRate

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
