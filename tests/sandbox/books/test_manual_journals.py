"""`/ManualJournals` of the sandbox: they balance, tax included, and take only accounts that Xero takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sandbox.books.conftest import Xero

from atom_xero_plugin.sandbox.books.chart_of_accounts import add_account, system_account
from atom_xero_plugin.sandbox.resources.manual_journals import (
    ARCHIVED,
    NO_CODE,
    NO_NARRATION,
    NOT_CREATABLE,
    NOT_MODIFIABLE,
    REMOVED,
    RESERVED,
    TOO_FEW,
)


def line(amount: Any, code: str = "400", **fields: Any) -> dict[str, Any]:
    return {"LineAmount": amount, "AccountCode": code, **fields}


def body(**fields: Any) -> dict[str, Any]:
    return {"Narration": "Accrual", "Date": "2026-06-10", "JournalLines": [line(100), line(-100, "880")], **fields}


def posted(xero: Xero, **fields: Any) -> dict[str, Any]:
    return xero.put("ManualJournals", body(Status="POSTED", **fields)).only()


def test_a_draft_without_tax_is_the_rule(xero: Xero) -> None:
    """It posts nothing; a posted one does, without contact."""
    draft = xero.put("ManualJournals", body()).only()
    assert (draft["Status"], draft["LineAmountTypes"], draft["ShowOnCashBasisReports"]) == ("DRAFT", "NoTax", True)
    assert xero.books.ledger.postings() == []

    xero.post(f"ManualJournals/{draft['ManualJournalID']}", {"Status": "POSTED"})
    materials = xero.books["Accounts"].find("code", "400")
    assert materials is not None
    assert xero.sum_of(materials["AccountID"]) == 100
    assert sum(xero.sums().values()) == 0


def test_tax_of_a_line_goes_to_the_tax_account(xero: Xero) -> None:
    """Exclusive or inclusive, the gross amounts balance."""
    lines = [line(100, TaxType="INPUT2"), line(-115, "880", TaxType="NONE")]
    made = posted(xero, LineAmountTypes="Exclusive", JournalLines=lines)
    assert made["JournalLines"][0]["TaxAmount"] == 15
    tax = system_account(xero.books, "GST")["AccountID"]
    assert xero.sum_of(tax) == 15

    lines = [line(115, TaxType="INPUT2"), line(-115, "880", TaxType="NONE")]
    posted(xero, LineAmountTypes="Inclusive", JournalLines=lines)
    assert xero.sum_of(tax) == 30
    assert sum(xero.sums().values()) == 0


def test_a_list_without_a_page_has_no_lines(xero: Xero) -> None:
    """pyxero issue 187; voided ones stay listed."""
    made = posted(xero)
    xero.post(f"ManualJournals/{made['ManualJournalID']}", {"Status": "VOIDED"})

    assert xero.get("ManualJournals").only()["JournalLines"] == []
    paged = xero.get("ManualJournals", page="1").only()
    assert (len(paged["JournalLines"]), paged["Status"]) == (2, "VOIDED")
    assert xero.books.ledger.postings() == []


LOCKED = "The document date cannot be before the period lock date, currently set at 31-Mar-2025"
TAXED = [line(100, TaxType="INPUT2"), line(-100, "880", TaxType="NONE")]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Narration": " "}, NO_NARRATION),
        (
            {"JournalLines": [line(100), line(-10, "880")]},
            "The total debits (100.00) must equal total credits (-10.00)",
        ),
        (
            {"JournalLines": TAXED, "LineAmountTypes": "Exclusive"},
            "The total debits (115.00) must equal total credits (-100.00)",
        ),
        ({"JournalLines": [line(0)]}, TOO_FEW),
        ({"JournalLines": [line(100), {"LineAmount": -100}]}, NO_CODE),
        ({"JournalLines": [line(100), line(-100, "090")]}, RESERVED.format("090")),
        ({"JournalLines": [line(100), line(-100, "610")]}, RESERVED.format("610")),
        ({"JournalLines": [line(100), line(-100, "630")]}, RESERVED.format("630")),
        ({"JournalLines": [line(100), line(-100, "270")]}, ARCHIVED.format("270")),
        ({"Status": "VOID"}, "The status 'VOID' cannot be applied to the document"),
        ({"Status": "VOIDED"}, NOT_CREATABLE),
        ({"Date": "2025-03-31"}, LOCKED),
    ],
)
def test_what_breaks_a_rule_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """With Xero's words, as far as they are known."""
    system_account(xero.books, "DEBTORS")
    add_account(xero.books, Code="630", Name="Inventory", Type="INVENTORY")

    assert message in xero.put("ManualJournals", body(**fields)).messages()


def test_a_line_of_an_unknown_account_goes_with_a_warning(xero: Xero) -> None:
    """What is left has to balance."""
    lines = [line(100), line(-100, "880"), line(Decimal("0.00"), "999")]
    made = xero.put("ManualJournals", body(JournalLines=lines)).only()
    assert (len(made["JournalLines"]), made["Warnings"]) == (2, [{"Message": REMOVED.format("999")}])

    refused = xero.put("ManualJournals", body(JournalLines=[line(100), line(-100, "999")]))
    assert refused.messages() == ["The total debits (100.00) must equal total credits (0.00)"]


@pytest.mark.parametrize(
    ("path", "good"),
    [
        (["POSTED", "VOIDED"], True),
        (["DELETED"], True),
        (["POSTED", "DRAFT"], False),
        (["POSTED", "DELETED"], False),
        (["VOIDED"], False),
        (["DELETED", "POSTED"], False),
        (["POSTED", "VOIDED", "POSTED"], False),
    ],
)
def test_which_status_follows_which(xero: Xero, path: list[str], good: bool) -> None:
    """A draft is posted or deleted, a posted one voided; both are final."""
    made = xero.put("ManualJournals", body()).only()["ManualJournalID"]
    for status in path[:-1]:
        assert xero.post(f"ManualJournals/{made}", {"Status": status}).status == 200
    last = xero.post(f"ManualJournals/{made}", {"Status": path[-1]})

    assert last.status == 200 if good else last.messages() == [NOT_MODIFIABLE]


def test_a_posted_one_may_be_changed(xero: Xero) -> None:
    """Lines that are sent replace all; what is not sent stays."""
    made = posted(xero)
    changed = xero.post(
        f"ManualJournals/{made['ManualJournalID']}", {"JournalLines": [line(40), line(-40, "880")]}
    ).only()

    assert (changed["Narration"], changed["Status"]) == ("Accrual", "POSTED")
    assert [each["LineAmount"] for each in changed["JournalLines"]] == [40, -40]


def test_an_account_that_a_journal_names_is_in_use(xero: Xero) -> None:
    """Be it a draft's."""
    account = add_account(xero.books, Code="410", Name="Accruals", Type="EXPENSE")
    xero.put("ManualJournals", body(JournalLines=[line(10, "410"), line(-10, "880")]))

    assert xero.call("DELETE", f"Accounts/{account['AccountID']}").status == 400
