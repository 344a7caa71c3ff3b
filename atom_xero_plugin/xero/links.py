"""The addresses of records' pages in Xero. Source: developer.xero.com, "Deep link to Xero"."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

_NEWER: Final = "/app/"
"""Begins the addresses of newer pages, which name the organisation themselves. Source: XeroAPI/xero-command-line."""

EARLIER_NAMES: Final = {
    "contact": "/Contacts/View/{}",
    "invoice": "/AccountsReceivable/View.aspx?InvoiceID={}",
    "bill": "/AccountsPayable/Edit.aspx?InvoiceID={}",
    "payment": "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    "bank_transaction": "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    "bank_account": "/Bank/BankTransactions.aspx?accountID={}",
}
"""The page of each kind that skills asked for by a name, before a kind had its page itself. No kind is added here."""


def link(page: str, record_id: str, short_code: str | None) -> str:
    """The address of a record's page.

    Args:
        page: that of its kind, with {} for the id; or one of EARLIER_NAMES.
        record_id: its id in Xero.
        short_code: the organisation's; without one the page opens in whichever organisation was last checked.

    Raises ValueError for a page without a place for the id: its address would be that of nothing.
    """
    page = EARLIER_NAMES.get(page, page)
    if "{}" not in page:
        raise ValueError(f"{page!r} is no page of a kind")
    path = page.format(quote(record_id, safe=""))
    if short_code is None:
        return f"https://go.xero.com{path}"
    code, there = quote(short_code, safe=""), quote(path, safe="")
    if path.startswith(_NEWER):
        return f"https://go.xero.com{_NEWER}{code}/{path.removeprefix(_NEWER)}"
    return f"https://go.xero.com/organisationlogin/default.aspx?shortcode={code}&redirecturl={there}"
