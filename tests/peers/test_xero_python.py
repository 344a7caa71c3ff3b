"""The official SDK as a witness: what it takes for Xero behaves like Xero."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from peers.conftest import Sdk

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:xero_python", "ignore::DeprecationWarning:dateutil")


def models() -> Any:
    from xero_python.accounting import models as found

    return found


def invoice(sdk: Sdk, *, kind: str = "ACCREC", status: str = "AUTHORISED", account: str = "200") -> Any:
    """An invoice or bill of 230.00, made by the SDK."""
    shape = models()
    contact = sdk.accounting.get_contacts(sdk.tenant, page=1).contacts[0]
    line = shape.LineItem(
        description="Poster design", quantity=2.0, unit_amount=Decimal("100.00"), account_code=account
    )
    wanted = shape.Invoice(
        type=kind, status=status, contact=shape.Contact(contact_id=contact.contact_id), line_items=[line],
        date=sdk.today, due_date=sdk.today + timedelta(days=14),
        line_amount_types=shape.LineAmountTypes("Exclusive"),
        reference=uuid.uuid4().hex,
    )  # fmt: skip
    return sdk.accounting.create_invoices(sdk.tenant, shape.Invoices(invoices=[wanted])).invoices[0]


def pay(sdk: Sdk, paid: Any, amount: str) -> Any:
    """A payment, made by the SDK."""
    shape = models()
    payment = shape.Payment(
        invoice=shape.Invoice(invoice_id=paid.invoice_id), account=shape.Account(code="090"), date=sdk.today,
        amount=Decimal(amount),
    )  # fmt: skip
    return sdk.accounting.create_payments(sdk.tenant, shape.Payments(payments=[payment])).payments[0]


def test_it_lists_the_connections(sdk: Sdk) -> None:
    """Two organisations, by one login."""
    assert len(sdk.identity.get_connections()) == 2


def test_it_refreshes_its_token_by_itself(sdk: Sdk) -> None:
    """A token that is over is renewed, and the refresh token rotates."""
    before = dict(sdk.kept["token"])
    sdk.kept["token"] = before | {"expires_at": 1.0}

    assert sdk.accounting.get_organisations(sdk.tenant).organisations[0].base_currency == models().CurrencyCode.NZD
    assert sdk.kept["token"]["access_token"] != before["access_token"]
    assert sdk.kept["token"]["refresh_token"] != before["refresh_token"]


def test_it_reads_pages_with_their_count(sdk: Sdk) -> None:
    """Every invoice once, lines and all."""
    first = sdk.accounting.get_invoices(sdk.tenant, page=1, page_size=50)
    seen = [each.invoice_id for each in first.invoices]
    for number in range(2, first.pagination.page_count + 1):
        seen += [
            each.invoice_id for each in sdk.accounting.get_invoices(sdk.tenant, page=number, page_size=50).invoices
        ]

    assert first.pagination.item_count == len(seen) == len(set(seen))
    assert all(each.line_items for each in first.invoices)
    assert all(isinstance(each.total, Decimal) for each in first.invoices)


def test_it_filters_orders_and_asks_for_what_changed(sdk: Sdk) -> None:
    """where, Statuses, IDs, order, If-Modified-Since."""
    accounting, tenant = sdk.accounting, sdk.tenant
    bills = accounting.get_invoices(tenant, where='Type=="ACCPAY"', order="InvoiceNumber ASC", page=1).invoices
    paid = accounting.get_invoices(tenant, statuses=["PAID"], page=1).invoices
    two = accounting.get_invoices(tenant, i_ds=[bills[0].invoice_id, paid[0].invoice_id]).invoices
    later = accounting.get_invoices(tenant, if_modified_since=datetime(2099, 1, 1, tzinfo=UTC), page=1).invoices
    contacts = accounting.get_contacts(tenant, search_term="karori").contacts

    assert {each.type for each in bills} == {"ACCPAY"}
    numbers = [each.invoice_number or "" for each in bills]
    assert numbers == sorted(numbers, key=str.casefold)
    assert {each.status for each in paid} == {"PAID"}
    assert {each.invoice_id for each in two} == {bills[0].invoice_id, paid[0].invoice_id}
    assert later == []
    assert [each.name for each in contacts] == ["Karori Veterinary Clinic"]


def test_it_creates_a_contact_once_with_an_idempotency_key(sdk: Sdk) -> None:
    """The same key and body again gives the same contact."""
    shape, key = models(), uuid.uuid4().hex
    wanted = shape.Contacts(contacts=[shape.Contact(name=f"Miramar Boat Hire {key[:6]}", email_address="a@b.example")])

    one = sdk.accounting.create_contacts(sdk.tenant, wanted, idempotency_key=key).contacts[0]
    two = sdk.accounting.create_contacts(sdk.tenant, wanted, idempotency_key=key).contacts[0]

    assert one.contact_id == two.contact_id


def test_it_creates_pays_and_reads_back(sdk: Sdk) -> None:
    """Tax and totals are Xero's; a part leaves the rest due."""
    made = invoice(sdk)
    assert (made.sub_total, made.total_tax, made.total) == (Decimal("200.00"), Decimal("30.00"), Decimal("230.00"))

    pay(sdk, made, "100.00")
    part = sdk.accounting.get_invoice(sdk.tenant, made.invoice_id).invoices[0]
    pay(sdk, made, "130.00")
    paid = sdk.accounting.get_invoice(sdk.tenant, made.invoice_id).invoices[0]

    assert (part.status, part.amount_due) == ("AUTHORISED", Decimal("130.00"))
    assert (paid.status, paid.amount_due, len(paid.payments)) == ("PAID", Decimal("0.00"), 2)


def test_it_creates_a_bill_and_takes_its_payment_back(sdk: Sdk) -> None:
    """A deleted payment leaves the bill due again."""
    shape, bill = models(), invoice(sdk, kind="ACCPAY", account="445")
    payment = pay(sdk, bill, "230.00")

    sdk.accounting.delete_payment(sdk.tenant, payment.payment_id, shape.PaymentDelete(status="DELETED"))

    again = sdk.accounting.get_invoice(sdk.tenant, bill.invoice_id).invoices[0]
    assert (again.status, again.amount_due) == ("AUTHORISED", Decimal("230.00"))


def test_it_voids_an_invoice(sdk: Sdk) -> None:
    """And cannot pay it then."""
    from xero_python.exceptions import AccountingBadRequestException

    shape, made = models(), invoice(sdk)
    voided = sdk.accounting.update_invoice(
        sdk.tenant, made.invoice_id, shape.Invoices(invoices=[shape.Invoice(status="VOIDED")])
    ).invoices[0]

    assert voided.status == "VOIDED"
    with pytest.raises(AccountingBadRequestException) as caught:
        pay(sdk, made, "1.00")
    assert caught.value.error_data["Elements"]


def test_it_reads_a_refusal_as_its_own_exception_with_every_reason(sdk: Sdk) -> None:
    """Xero's validation messages, in the element they are of."""
    from xero_python.exceptions import AccountingBadRequestException

    shape = models()
    wrong = shape.Invoice(type="ACCREC", status="AUTHORISED", contact=shape.Contact(name="Nobody Yet"), line_items=[])
    with pytest.raises(AccountingBadRequestException) as caught:
        sdk.accounting.create_invoices(sdk.tenant, shape.Invoices(invoices=[wrong]), summarize_errors=True)

    told = caught.value.error_data
    assert told["ErrorNumber"] == 10
    messages = [each["Message"] for element in told["Elements"] for each in element["ValidationErrors"]]
    assert any("line" in message.lower() for message in messages)


def test_an_unknown_id_is_its_not_found(sdk: Sdk) -> None:
    """404."""
    from xero_python.exceptions import NotFoundException

    with pytest.raises(NotFoundException):
        sdk.accounting.get_invoice(sdk.tenant, str(uuid.uuid4()))


def test_it_reads_and_writes_bank_transactions_accounts_items_and_tax_rates(sdk: Sdk) -> None:
    """The other resources."""
    shape, accounting, tenant = models(), sdk.accounting, sdk.tenant
    bank = accounting.get_accounts(tenant, where='Type=="BANK"').accounts[0]
    contact = accounting.get_contacts(tenant, page=1).contacts[0]
    spent = shape.BankTransaction(
        type="SPEND", contact=shape.Contact(contact_id=contact.contact_id),
        bank_account=shape.Account(account_id=bank.account_id), date=sdk.today,
        line_items=[shape.LineItem(description="Courier", unit_amount=Decimal("11.50"), account_code="429")],
    )  # fmt: skip
    made = accounting.create_bank_transactions(tenant, shape.BankTransactions(bank_transactions=[spent]))

    assert made.bank_transactions[0].status == "AUTHORISED"
    assert accounting.get_items(tenant).items
    assert {each.name for each in accounting.get_tax_rates(tenant).tax_rates} >= {"15% GST on Income"}


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get_report_profit_and_loss", "Profit and Loss"),
        ("get_report_balance_sheet", "Balance Sheet"),
        ("get_report_trial_balance", "Trial Balance"),
        ("get_report_bank_summary", "Bank Summary"),
    ],
)
def test_it_reads_the_reports(sdk: Sdk, method: str, name: str) -> None:
    """With their titles and rows."""
    report = getattr(sdk.accounting, method)(sdk.tenant).reports[0]

    assert report.report_name == name
    assert report.rows


@pytest.mark.parametrize("side", ["receivables", "payables"])
def test_it_reads_the_aged_reports_of_a_contact(sdk: Sdk, side: str) -> None:
    """Which Xero gives for one contact."""
    kind = "ACCREC" if side == "receivables" else "ACCPAY"
    unpaid = sdk.accounting.get_invoices(sdk.tenant, where=f'Type=="{kind}" AND Status=="AUTHORISED"', page=1).invoices[
        0
    ]

    read = getattr(sdk.accounting, f"get_report_aged_{side}_by_contact")
    report = read(sdk.tenant, contact_id=unpaid.contact.contact_id).reports[0]

    assert report.rows


def test_it_revokes_its_login(sdk: Sdk, sandbox: dict[str, Any]) -> None:
    """The connections are gone for that grant alone."""
    from peers.conftest import code_login

    other = code_login(sandbox)
    from xero_python.api_client.oauth2 import TokenApi

    app = sandbox["apps"]["web"]
    assert TokenApi(sdk.client, app["client_id"], app["client_secret"]).revoke_token(other["refresh_token"]) == 200
