"""Which tax rates accounts may have by default, and of which classes each rate is."""

from __future__ import annotations

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.tax_classes import applies

FREIGHT = {"Code": "310", "Name": "Freight", "Type": "DIRECTCOSTS"}


@pytest.mark.parametrize(
    ("tax_type", "flags"),
    [
        ("INPUT2", "TTTTF"), ("OUTPUT2", "TTFTT"), ("GSTONIMPORTS", "FFFTF"), ("NONE", "TTTTT"), ("ZERORATED", "FFFTT"),
        ("EXEMPTEXPENSES", "TTTTF"), ("EXEMPTOUTPUT", "TTFTT"), ("BASEXCLUDED", "TTTTT"), ("INPUTTAXED", "TTTTT"),
    ],
)  # fmt: skip
def test_a_rate_applies_to_the_classes_of_its_table(tax_type: str, flags: str) -> None:
    """In the order of the page: assets, equity, expenses, liabilities, revenue."""
    assert "".join("T" if allowed else "F" for allowed in applies(tax_type).values()) == flags


def test_a_default_rate_must_fit_the_class_of_the_account(xero: Xero) -> None:
    """One of sales stands on no expense, new or changed; one that there is not stands nowhere."""
    assert xero.put("Accounts", {**FREIGHT, "TaxType": "OUTPUT2"}).messages() == [
        "The TaxType code 'OUTPUT2' cannot be used with account type 'DIRECTCOSTS'."
    ]
    made = xero.put("Accounts", {**FREIGHT, "TaxType": "INPUT2"}).only()
    assert xero.post(f"Accounts/{made['AccountID']}", {"TaxType": "OUTPUT2"}).status == 400
    assert xero.post(f"Accounts/{made['AccountID']}", {"TaxType": "XX"}).messages() == [
        "The TaxType code XX does not exist or cannot be used for this type of transaction."
    ]
