"""Tax rates."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, TypedDict

from atom_xero_plugin.xero.body import checked
from atom_xero_plugin.xero.decoding.base import Word, XeroPart, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.write import Write


class TaxComponent(XeroPart):
    """A part of a tax rate, in per cent."""

    name: str | None = None
    rate: Decimal | None = None
    is_compound: bool | None = None
    is_non_recoverable: bool | None = None


class TaxRate(XeroRecord):
    """A tax rate; `tax_type` is its id and what lines name."""

    PLURAL: ClassVar[str] = "TaxRates"
    ID: ClassVar[str] = "tax_type"

    tax_type: str = ""
    name: str | None = None
    status: Word | None = None
    report_tax_type: Word | None = None
    tax_components: list[TaxComponent] | None = None
    can_apply_to_assets: bool | None = None
    can_apply_to_equity: bool | None = None
    can_apply_to_expenses: bool | None = None
    can_apply_to_liabilities: bool | None = None
    can_apply_to_revenue: bool | None = None
    display_tax_rate: Decimal | None = None
    effective_rate: Decimal | None = None
    """In per cent, compound parts counted in."""


class TaxComponentBody(TypedDict, total=False):
    """A part of a rate to send."""

    Name: str
    Rate: Decimal
    IsCompound: bool
    IsNonRecoverable: bool


class TaxRateBody(TypedDict, total=False):
    """A rate to create, or what is to become of one. A change sends every part that there is."""

    Name: str
    ReportTaxType: str
    TaxComponents: list[TaxComponentBody]
    Status: str


TAX_RATES = Endpoint(
    TaxRate, TaxRateBody, path="TaxRates", scope="accounting.settings", page_size=None, changes=False,
    statuses=("ACTIVE", "ARCHIVED", "DELETED", "PENDING"),
)  # fmt: skip


def update_tax_rate(tax_type: str, body: TaxRateBody) -> Write:
    """Changes to a rate (Xero: updateTaxRate). It is named in the body, and has no address to write to."""
    return Write.of("POST", TAX_RATES.path, {"TaxRates": [{"TaxType": tax_type, **checked(body, TaxRateBody)}]})
