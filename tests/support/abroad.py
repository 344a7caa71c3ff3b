"""Documents in another currency at a rate that somebody gave: of each kind one over USD 100.00."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from support.asking import LINE

from atom_xero_plugin.sandbox.resources.currencies import add_currency
from atom_xero_plugin.testing import House

CLINIC: Final = "Karori Veterinary Clinic"
BOUGHT: Final = [{"description": "Paper", "unit_amount": "100.00", "account": "429"}]
ABROAD: Final[dict[str, Any]] = {
    "contact": CLINIC,
    "lines": [{**LINE, "quantity": "1", "unit_amount": "100.00"}],
    "currency": "USD",
    "amounts_are": "no_tax",
}
CREATES: Final[Mapping[str, dict[str, Any]]] = {
    "create_invoice": ABROAD,
    "create_bill": {**ABROAD, "lines": BOUGHT},
    "create_credit_note": {**ABROAD, "kind": "customer"},
    "create_quote": ABROAD,
    "create_purchase_order": {**ABROAD, "lines": BOUGHT},
}


def use_dollars(house: House) -> None:
    """The first organisation, which keeps its books in NZD, also uses USD."""
    add_currency(house.sandbox.organisations[house.organisation], "USD")
