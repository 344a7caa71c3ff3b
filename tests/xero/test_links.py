"""The addresses of records' pages in Xero."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from atom_xero_plugin.accounting.kinds import kind_by_name
from atom_xero_plugin.xero.links import EARLIER_NAMES, link


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("contact", "/Contacts/View/r1"),
        ("invoice", "/AccountsReceivable/View.aspx?InvoiceID=r1"),
        ("bill", "/AccountsPayable/Edit.aspx?InvoiceID=r1"),
        ("payment", "/Bank/ViewTransaction.aspx?bankTransactionID=r1"),
        ("bank_transaction", "/Bank/ViewTransaction.aspx?bankTransactionID=r1"),
        ("account", "/Bank/BankTransactions.aspx?accountID=r1"),
    ],
)
def test_each_kind_has_its_page_behind_the_organisations_own_login(kind: str, page: str) -> None:
    """With a short code Xero changes to that organisation first; without one the page is named by itself."""
    address = urlsplit(link(kind_by_name(kind).page, "r1", "!hst01"))

    assert (address.netloc, address.path) == ("go.xero.com", "/organisationlogin/default.aspx")
    assert parse_qs(address.query) == {"shortcode": ["!hst01"], "redirecturl": [page]}
    assert link(kind_by_name(kind).page, "r1", None) == f"https://go.xero.com{page}"


@pytest.mark.parametrize("name", EARLIER_NAMES)
def test_a_skill_that_names_the_kind_gets_the_page_of_the_kind(name: str) -> None:
    """Skills written before a kind had its page itself named the kind; a name that is none fails, and leads nowhere."""
    kind = kind_by_name({"bank_account": "account"}.get(name, name))

    assert link(name, "r1", None) == link(kind.page, "r1", None)
    with pytest.raises(ValueError, match="is no page"):
        link("no_kind", "r1", None)


def test_an_id_cannot_lead_elsewhere() -> None:
    """What stands in a record's id stays in its place."""
    assert link("/Contacts/View/{}", "../x?a=b&c", None) == "https://go.xero.com/Contacts/View/..%2Fx%3Fa%3Db%26c"


def test_a_newer_page_names_the_organisation_itself() -> None:
    """Nothing leads to it through another page."""
    assert link("/app/quotes/view/{}", "r1", "!hst01") == "https://go.xero.com/app/%21hst01/quotes/view/r1"
