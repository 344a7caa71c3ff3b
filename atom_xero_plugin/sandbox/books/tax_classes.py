"""On accounts of which classes a tax rate can be used.

Source: developer.xero.com, TaxRates and its table of CanApplyTo flags; a recorded answer of a New Zealand demo company.
"""

from __future__ import annotations

from typing import Final

CAN_APPLY: Final = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}
"""The flag of each class."""
_CLASSES: Final = tuple(CAN_APPLY)
_ONLY: Final = {
    "GSTONIMPORTS": ("LIABILITY",),
    "GSTONCAPIMPORTS": ("LIABILITY",),
    "ZERORATED": ("LIABILITY", "REVENUE"),
}
"""Types that stand on few classes."""
_OF_PURCHASES: Final = (
    "INPUT",
    "EXEMPTEXPENSES",
    "EXEMPTINPUT",
    "EXEMPTCAPITAL",
    "CAPEXINPUT",
    "ZERORATEDINPUT",
    "RRINPUT",
)
_OF_SALES: Final = ("OUTPUT", "EXEMPTOUTPUT", "EXEMPTEXPORT", "ZERORATEDOUTPUT", "RROUTPUT")


def applies(tax_type: str) -> dict[str, bool]:
    """The five flags of a tax type: those of purchases leave out revenue, those of sales expenses, others nothing."""
    allowed = set(_ONLY.get(tax_type, _CLASSES))
    if tax_type not in _ONLY and tax_type != "INPUTTAXED":
        allowed -= {"REVENUE"} if tax_type.startswith(_OF_PURCHASES) else set()
        allowed -= {"EXPENSE"} if tax_type.startswith(_OF_SALES) else set()
    return {flag: name in allowed for name, flag in CAN_APPLY.items()}
