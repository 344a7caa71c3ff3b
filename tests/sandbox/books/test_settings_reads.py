"""What the sandbox only lets read: budgets, themes, users, payment services, claims, links of costs."""

from __future__ import annotations

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.resources.linked_transactions import add_link


def test_a_budget_has_three_months_unless_asked_and_24_at_most(xero: Xero) -> None:
    """A list leaves the figures out."""
    xero.books["Budgets"].put({"BudgetID": "b", "Type": "OVERALL", "Monthly": {"200": "100.00", "999": "1.00"}})

    (line,) = xero.get("Budgets/b").only()["BudgetLines"]

    assert [each["Period"] for each in line["BudgetBalances"]] == ["2026-05", "2026-06", "2026-07"]
    assert "BudgetLines" not in xero.get("Budgets").only()
    assert xero.get("Budgets/b", DateFrom="2024-01-01", DateTo="2025-12-31").status == 200
    assert xero.get("Budgets/b", DateFrom="2024-01-01", DateTo="2026-01-01").status == 400


def test_the_status_of_a_link_follows_from_the_documents_on_both_sides(xero: Xero) -> None:
    """It is never written."""
    bill = xero.invoice(Type="ACCPAY", Status="DRAFT", LineItems=[line("400")])
    link = add_link(xero.books, xero.books["Invoices"].rows[bill["InvoiceID"]], bill["LineItems"][0])
    seen = [status(xero)]
    xero.post(f"Invoices/{bill['InvoiceID']}", {"Status": "AUTHORISED", "DueDate": "2026-07-01"}).only()
    seen.append(status(xero))
    invoice = xero.invoice(Status="DRAFT")
    link["TargetTransactionID"] = invoice["InvoiceID"]
    xero.books["LinkedTransactions"].put(link)
    seen.append(status(xero))
    xero.post(f"Invoices/{invoice['InvoiceID']}", {"Status": "AUTHORISED", "DueDate": "2026-07-01"}).only()
    seen.append(status(xero))
    xero.post(f"Invoices/{bill['InvoiceID']}", {"Status": "VOIDED"}).only()

    assert [*seen, status(xero)] == ["DRAFT", "APPROVED", "ONDRAFT", "BILLED", "VOIDED"]


def status(xero: Xero) -> str:
    found: str = xero.get("LinkedTransactions").only()["Status"]
    return found


def line(account: str) -> dict[str, object]:
    return {"Description": "Print", "Quantity": 1, "UnitAmount": 100, "AccountCode": account}


@pytest.mark.parametrize("plural", ["BrandingThemes", "Users", "PaymentServices", "Receipts", "ExpenseClaims"])
def test_what_is_not_there_is_not_found(xero: Xero, plural: str) -> None:
    """And an empty list is empty."""
    assert xero.get(plural).records() == []
    assert xero.get(f"{plural}/6a68adde-f210-4465-b0a9-0d8cc6f50762").status == 404


def test_a_currency_is_added_once_and_only_where_the_plan_has_several(xero: Xero) -> None:
    """The description is Xero's."""
    assert xero.put("Currencies", {}).messages() == ["A currency code must be provided."]
    xero.put("Currencies", {"Code": "USD"}).only()
    assert xero.put("Currencies", {"Code": "USD"}).messages() == ["Currency 'USD' has already been added"]
    xero.books.not_allowed.add("UseMulticurrency")
    assert xero.put("Currencies", {"Code": "EUR"}).messages() == [
        "The organisation's plan does not include multiple currencies"
    ]
    assert {"Name": "UseMulticurrency", "Status": "NOT-ALLOWED"} in xero.get("Organisation/Actions").records()
