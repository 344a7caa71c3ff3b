"""The addresses of records' pages in Xero. Source: developer.xero.com, "Deep link to Xero"."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

_PAGES: Final = {
    "contact": "/Contacts/View/{}",
    "invoice": "/AccountsReceivable/View.aspx?InvoiceID={}",
    "bill": "/AccountsPayable/Edit.aspx?InvoiceID={}",
    "payment": "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    "bank_transaction": "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    "bank_account": "/Bank/BankTransactions.aspx?accountID={}",
}


def link(kind: str, record_id: str, short_code: str | None) -> str:
    """The address of a record's page.

    Args:
        kind: contact, invoice, bill, payment, bank_transaction or bank_account.
        record_id: its id in Xero.
        short_code: the organisation's; without one the page opens in whichever organisation was last checked.
    """
    page = _PAGES[kind].format(quote(record_id, safe=""))
    if short_code is None:
        return f"https://go.xero.com{page}"
    code, there = quote(short_code, safe=""), quote(page, safe="")
    return f"https://go.xero.com/organisationlogin/default.aspx?shortcode={code}&redirecturl={there}"
