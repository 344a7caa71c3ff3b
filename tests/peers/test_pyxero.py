"""pyxero as a witness: it writes in XML, asks in filters of its own, and reads the refusals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from peers.conftest import code_login

pytest.importorskip("xero")


@pytest.fixture(scope="module")
def pyxero(sandbox: dict[str, Any]) -> Iterator[Any]:
    """Logged in at the first organisation; only base addresses differ from what its README shows."""
    from xero import Xero
    from xero.auth import OAuth2Credentials

    app = sandbox["apps"]["web"]
    token = code_login(sandbox)
    credentials = OAuth2Credentials(app["client_id"], app["client_secret"], token=token)
    credentials.base_url = sandbox["address"]
    credentials.tenant_id = sandbox["organisations"][0]["tenant_id"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        yield Xero(credentials)


def line(**more: Any) -> dict[str, Any]:
    return {"Description": "Signs & banners", "Quantity": "2", "UnitAmount": "50.00", "AccountCode": "200", **more}


def invoice_body(**more: Any) -> dict[str, Any]:
    return {
        "Type": "ACCREC", "Contact": {"Name": f"Kilbirnie Signs {uuid4().hex[:6]}"}, "Date": date(2026, 6, 1),
        "DueDate": date(2026, 6, 30), "LineItems": [line()], "Status": "AUTHORISED", **more,
    }  # fmt: skip


def test_its_writes_in_xml_are_done(pyxero: Any) -> None:
    """Create, change, pay, undo, receive, attach, send: each as its README shows it."""
    contact = pyxero.contacts.put({"Name": f"Roseneath {uuid4().hex[:6]}", "EmailAddress": "a@b.example"})[0]
    contact["FirstName"] = "Rosa"
    changed = pyxero.contacts.save({"ContactID": contact["ContactID"], "FirstName": "Rosa"})[0]
    made = pyxero.invoices.put(invoice_body(Contact={"ContactID": contact["ContactID"]}))[0]
    saved = pyxero.invoices.save({"InvoiceID": made["InvoiceID"], "Reference": "PO 9"})[0]
    paid = pyxero.payments.put(
        {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}, "Date": date(2026, 6, 3),
         "Amount": "15.00"}
    )[0]  # fmt: skip
    received = pyxero.banktransactions.put(
        {"Type": "RECEIVE", "Contact": {"ContactID": contact["ContactID"]}, "BankAccount": {"Code": "090"},
         "Date": date(2026, 6, 3), "LineItems": [line()], "LineAmountTypes": "NoTax"}
    )[0]  # fmt: skip
    taken_back = pyxero.payments.delete(paid["PaymentID"])[0]
    pyxero.invoices.email(made["InvoiceID"])

    assert (changed["FirstName"], made["Total"], saved["Reference"]) == ("Rosa", 115.0, "PO 9")
    assert (paid["Amount"], received["Total"], taken_back["Status"]) == (15.0, 100.0, "DELETED")


def test_several_are_created_at_once_and_a_bad_one_is_reported(pyxero: Any) -> None:
    """`summarizeErrors=false`."""
    both = pyxero.invoices.put([invoice_body(), invoice_body(Status="PAID")], summarize_errors=False)

    assert [each["StatusAttributeString"] for each in both] == ["OK", "ERROR"]


def test_its_filters_find_what_they_mean(pyxero: Any) -> None:
    """Its operators, ids, dates and lists."""
    name = f"Café Évans {uuid4().hex[:6]}"
    made = pyxero.invoices.put(invoice_body(Contact={"Name": name}, Reference="PO 4711"))[0]
    contact = made["Contact"]["ContactID"]
    asked: list[dict[str, Any]] = [
        {"Contact_Name": name}, {"Contact_Name__contains": name[6:]}, {"Contact_Name__startswith": name[:-2]},
        {"Contact_Name__tolower": name.lower()}, {"Contact_ContactID": contact}, {"ContactIDs": [contact]},
        {"IDs": [made["InvoiceID"]]}, {"InvoiceNumbers": [made["InvoiceNumber"]]}, {"InvoiceID": made["InvoiceID"]},
        {"Contact_ContactID": contact, "DueDate__gte": date(2026, 6, 30), "order": "Date DESC", "page": 1},
        {"Contact_ContactID": contact, "Reference__isnull": False, "Statuses": ["AUTHORISED"]},
        {"raw": f'Contact.Name=="{name}" AND AmountDue > 0'},
    ]  # fmt: skip

    for each in asked:
        assert [found["InvoiceID"] for found in pyxero.invoices.filter(**each)] == [made["InvoiceID"]], each
    since = pyxero.invoices.filter(since=datetime(2026, 6, 15, tzinfo=UTC), Contact_ContactID=contact)
    assert [found["InvoiceID"] for found in since] == [made["InvoiceID"]]


def test_it_reads_the_refusals(pyxero: Any) -> None:
    """Of a body, of a filter, of a parameter, of an id."""
    from xero.exceptions import XeroBadRequest, XeroNotFound

    with pytest.raises(XeroBadRequest) as body:
        pyxero.invoices.put({"Type": "ACCREC"})
    with pytest.raises(XeroBadRequest) as flag:
        pyxero.items.filter(IsSold=True, Nothing="x")
    with pytest.raises(XeroBadRequest) as field:
        pyxero.contacts.filter(raw='Nothing=="x"')
    with pytest.raises(XeroNotFound):
        pyxero.invoices.get(str(uuid4()))

    assert body.value.problem == "A Contact must be specified for this type of transaction"
    assert "Nothing" in str(flag.value)
    assert str(field.value) == "QueryParseException: No property or field 'Nothing' exists in type 'Contact'"


def test_it_attaches_a_file_and_reads_it_back(pyxero: Any) -> None:
    """Byte for byte."""
    identity = pyxero.accounts.filter(Type="EXPENSE")[0]["AccountID"]
    pyxero.accounts.put_attachment(identity, "receipt 1.pdf", io.BytesIO(b"%PDF-\x00\xff"), "application/pdf")
    back = io.BytesIO()
    (listed,) = pyxero.accounts.get_attachments(identity)["Attachments"]

    assert pyxero.accounts.get_attachment(identity, "receipt 1.pdf", back) == listed["ContentLength"] == 7
    assert back.getvalue() == b"%PDF-\x00\xff"


def test_its_numbers_may_be_decimals(pyxero: Any) -> None:
    """And four places of a unit price are kept when it asks for them."""
    pyxero.invoices.extra_params = {"unitdp": 4}
    made = pyxero.invoices.put(invoice_body(LineItems=[line(UnitAmount=Decimal("0.1234"), Quantity=Decimal(100))]))[0]
    pyxero.invoices.extra_params = {}

    assert made["LineItems"][0]["UnitAmount"] == 0.1234
    assert made["SubTotal"] == 12.34
