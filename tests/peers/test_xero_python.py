"""The official SDK as a witness: what it takes for Xero behaves like Xero."""

from __future__ import annotations

import gc
import uuid
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from peers.conftest import STARTS_AS, Sdk, logged_in, point_token_calls_at, sdk_of

from atom_xero_plugin.interfaces.cli.sandbox import running_sandbox


def models() -> Any:
    """The SDK's own models."""
    from xero_python.accounting import models as found

    return found


def invoice(sdk: Sdk, *, kind: str = "ACCREC", status: str = "AUTHORISED", account: str = "200") -> Any:
    """An invoice or bill of 230.00, made by the SDK."""
    shape = models()
    contact = sdk.accounting.get_contacts(sdk.tenant, page=1).contacts[0]
    line = shape.LineItem(
        description="Poster design", quantity=2.0, unit_amount=Decimal("100.00"), account_code=account
    )
    requested = shape.Invoice(
        type=kind, status=status, contact=shape.Contact(contact_id=contact.contact_id), line_items=[line],
        date=sdk.today, due_date=sdk.today + timedelta(days=14),
        line_amount_types=shape.LineAmountTypes("Exclusive"),
        reference=uuid.uuid4().hex,
    )  # fmt: skip
    return sdk.accounting.create_invoices(sdk.tenant, shape.Invoices(invoices=[requested])).invoices[0]


def read(sdk: Sdk, made: Any) -> Any:
    """An invoice or bill as it is now."""
    return sdk.accounting.get_invoice(sdk.tenant, made.invoice_id).invoices[0]


def pay(sdk: Sdk, paid: Any, amount: str) -> Any:
    """A payment, made by the SDK."""
    shape = models()
    payment = shape.Payment(
        invoice=shape.Invoice(invoice_id=paid.invoice_id), account=shape.Account(code="090"), date=sdk.today,
        amount=Decimal(amount),
    )  # fmt: skip
    return sdk.accounting.create_payments(sdk.tenant, shape.Payments(payments=[payment])).payments[0]


def in_pages(read_page: Callable[[int], Any], listed: str) -> list[Any]:
    """Every record of a list."""
    first = read_page(1)
    found = list(getattr(first, listed))
    for number in range(2, first.pagination.page_count + 1):
        found += getattr(read_page(number), listed)
    assert len(found) == first.pagination.item_count
    return found


def rows_of(report: Any) -> Iterator[list[str]]:
    """The texts of each line of a report, in any section."""
    for part in report.rows:
        for line in (part, *(part.rows or ())):
            if line.cells:
                yield [cell.value or "" for cell in line.cells]


def line_of(report: Any, title: str) -> list[str]:
    """What stands next to a title."""
    return next(texts[1:] for texts in rows_of(report) if texts[0] == title)


def test_it_lists_the_connections(sdk: Sdk) -> None:
    """Two organisations, by one login."""
    assert len(sdk.identity.get_connections()) == 2


def test_it_refreshes_its_token_when_reported_to(sdk: Sdk) -> None:
    """The refresh token rotates; the new pair is saved and works."""
    before = dict(sdk.stored["token"])

    after = sdk.client.refresh_oauth2_token()

    assert after == sdk.stored["token"]
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert sdk.accounting.get_organisations(sdk.tenant).organisations[0].name == "Harbour Street Studio Limited"


def test_it_gets_a_token_by_client_credentials(sandbox: dict[str, Any], sdk: Sdk) -> None:
    """A custom connection: no scope is asked for, no organisation named, and nothing to refresh with is given."""
    with sdk_of(sandbox, "custom") as custom:
        token = custom.client.get_client_credentials_token()
        names = [each.name for each in custom.accounting.get_organisations("").organisations]
        contacts = custom.accounting.get_contacts("", page=1).contacts

    assert "refresh_token" not in token
    assert names == ["Harbour Street Studio Limited"]
    assert contacts


def test_it_refreshes_its_token_by_itself(sdk: Sdk) -> None:
    """A token that is over is renewed, and the refresh token rotates."""
    before = dict(sdk.stored["token"])
    sdk.stored["token"] = before | {"expires_at": 1.0}

    assert sdk.accounting.get_organisations(sdk.tenant).organisations[0].base_currency == models().CurrencyCode.NZD
    assert sdk.stored["token"]["access_token"] != before["access_token"]
    assert sdk.stored["token"]["refresh_token"] != before["refresh_token"]


def test_it_reads_pages_with_their_count(sdk: Sdk) -> None:
    """Every invoice and every contact once, lines and all."""
    accounting, tenant = sdk.accounting, sdk.tenant
    invoices = in_pages(lambda page: accounting.get_invoices(tenant, page=page, page_size=50), "invoices")
    contacts = in_pages(lambda page: accounting.get_contacts(tenant, page=page, page_size=7), "contacts")

    assert len({each.invoice_id for each in invoices}) == len(invoices) > 50
    assert len({each.contact_id for each in contacts}) == len(contacts) > 7
    assert all(each.line_items for each in invoices)
    assert all(isinstance(each.total, Decimal) for each in invoices)


def test_it_filters_and_orders(sdk: Sdk) -> None:
    """where, Statuses, IDs, order, searchTerm."""
    accounting, tenant = sdk.accounting, sdk.tenant
    bills = accounting.get_invoices(tenant, where='Type=="ACCPAY"', order="InvoiceNumber ASC", page=1).invoices
    paid = accounting.get_invoices(tenant, statuses=["PAID"], page=1).invoices
    two = accounting.get_invoices(tenant, i_ds=[bills[0].invoice_id, paid[0].invoice_id]).invoices
    contacts = accounting.get_contacts(tenant, search_term="karori").contacts
    dates = [each.date for each in accounting.get_invoices(tenant, order="Date DESC", page=1).invoices]

    assert {each.type for each in bills} == {"ACCPAY"}
    numbers = [each.invoice_number or "" for each in bills]
    assert numbers == sorted(numbers, key=str.casefold)
    assert {each.status for each in paid} == {"PAID"}
    assert {each.invoice_id for each in two} == {bills[0].invoice_id, paid[0].invoice_id}
    assert [each.name for each in contacts] == ["Karori Veterinary Clinic"]
    assert dates == sorted(dates, reverse=True)


def test_it_asks_for_what_changed_since(sdk: Sdk) -> None:
    """If-Modified-Since, in the SDK's way of writing it."""
    made = invoice(sdk, status="DRAFT")

    def since(moment: datetime) -> list[Any]:
        found = sdk.accounting.get_invoices(sdk.tenant, if_modified_since=moment, page=1, page_size=1000)
        return [each.invoice_id for each in found.invoices]

    changed = since(sdk.now - timedelta(minutes=1))
    assert made.invoice_id in changed
    assert len(changed) < len(since(sdk.now - timedelta(days=90)))
    assert since(datetime(2099, 1, 1, tzinfo=UTC)) == []


def test_it_creates_a_contact_once_with_an_idempotency_key(sdk: Sdk) -> None:
    """The same key and body again gives the same contact."""
    shape, key = models(), uuid.uuid4().hex
    requested = shape.Contacts(
        contacts=[shape.Contact(name=f"Miramar Boat Hire {key[:6]}", email_address="a@b.example")]
    )

    one = sdk.accounting.create_contacts(sdk.tenant, requested, idempotency_key=key).contacts[0]
    two = sdk.accounting.create_contacts(sdk.tenant, requested, idempotency_key=key).contacts[0]

    assert one.contact_id == two.contact_id
    found = sdk.accounting.get_contacts(sdk.tenant, where=f'Name=="{one.name}"').contacts
    assert [each.contact_id for each in found] == [one.contact_id]


def test_it_creates_pays_and_reads_back(sdk: Sdk) -> None:
    """Tax and totals are Xero's; a part leaves the rest due."""
    made = invoice(sdk)
    assert (made.sub_total, made.total_tax, made.total) == (Decimal("200.00"), Decimal("30.00"), Decimal("230.00"))

    pay(sdk, made, "100.00")
    part = read(sdk, made)
    pay(sdk, made, "130.00")
    paid = read(sdk, made)

    assert (part.status, part.amount_due) == ("AUTHORISED", Decimal("130.00"))
    assert (paid.status, paid.amount_due, len(paid.payments)) == ("PAID", Decimal("0.00"), 2)


def test_it_creates_a_bill_and_takes_its_payment_back(sdk: Sdk) -> None:
    """A deleted payment leaves the bill due again."""
    shape, bill = models(), invoice(sdk, kind="ACCPAY", account="445")
    payment = pay(sdk, bill, "230.00")

    sdk.accounting.delete_payment(sdk.tenant, payment.payment_id, shape.PaymentDelete(status="DELETED"))

    again = read(sdk, bill)
    assert (again.status, again.amount_due) == ("AUTHORISED", Decimal("230.00"))


def test_it_attaches_a_file_and_lists_it(sdk: Sdk) -> None:
    """With the customer's sight of it; the bytes are the same when they are read."""
    made, name, body = invoice(sdk), "a receipt.pdf", b"%PDF-1.7 \x00\xff"
    accounting = sdk.accounting
    accounting.create_invoice_attachment_by_file_name(sdk.tenant, made.invoice_id, name, body, include_online=True)
    (listed,) = accounting.get_invoice_attachments(sdk.tenant, made.invoice_id).attachments
    path = accounting.get_invoice_attachment_by_file_name(sdk.tenant, made.invoice_id, name, "application/pdf")

    assert (listed.file_name, listed.content_length, listed.include_online) == (name, len(body), True)
    assert Path(path).read_bytes() == body


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
    invalid = shape.Invoice(type="ACCREC", status="AUTHORISED", contact=shape.Contact(name="Nobody Yet"), line_items=[])
    with pytest.raises(AccountingBadRequestException) as caught:
        sdk.accounting.create_invoices(sdk.tenant, shape.Invoices(invoices=[invalid]), summarize_errors=True)

    reported = caught.value.error_data
    assert reported["ErrorNumber"] == 10
    messages = [each["Message"] for element in reported["Elements"] for each in element["ValidationErrors"]]
    assert any("line" in message.lower() for message in messages)


def test_an_unknown_id_is_its_not_found(sdk: Sdk) -> None:
    """404."""
    from xero_python.exceptions import NotFoundException

    with pytest.raises(NotFoundException):
        sdk.accounting.get_invoice(sdk.tenant, str(uuid.uuid4()))


def test_it_spends_money_and_reads_it_back(sdk: Sdk) -> None:
    """A bank transaction."""
    shape, accounting, tenant = models(), sdk.accounting, sdk.tenant
    bank = accounting.get_accounts(tenant, where='Type=="BANK"').accounts[0]
    contact = accounting.get_contacts(tenant, page=1).contacts[0]
    spent = shape.BankTransaction(
        type="SPEND", contact=shape.Contact(contact_id=contact.contact_id),
        bank_account=shape.Account(account_id=bank.account_id), date=sdk.today,
        line_items=[shape.LineItem(description="Courier", unit_amount=Decimal("11.50"), account_code="429")],
    )  # fmt: skip
    made = accounting.create_bank_transactions(tenant, shape.BankTransactions(bank_transactions=[spent]))
    identity = made.bank_transactions[0].bank_transaction_id
    back = accounting.get_bank_transaction(tenant, identity).bank_transactions[0]

    assert (back.status, back.bank_account.account_id) == ("AUTHORISED", bank.account_id)
    assert back.total == back.sub_total + back.total_tax == made.bank_transactions[0].total


def test_it_makes_an_account_an_item_and_a_tax_rate(sdk: Sdk) -> None:
    """And reads each back, and changes the item."""
    shape, accounting, tenant = models(), sdk.accounting, sdk.tenant
    word = uuid.uuid4().hex[:6]
    account = accounting.create_account(
        tenant, shape.Account(code=word, name=f"Props {word}", type=shape.AccountType.EXPENSE)
    )
    rate = accounting.create_tax_rates(tenant, shape.TaxRates(tax_rates=[shape.TaxRate(
        name=f"Levy {word}", report_tax_type="OUTPUT",
        tax_components=[shape.TaxComponent(name="Levy", rate=Decimal("2.5"))])]))  # fmt: skip
    item = accounting.create_items(tenant, shape.Items(items=[shape.Item(
        code=word, name="Poster", sales_details=shape.Purchase(unit_price=Decimal("19.90"), account_code="200"))])
    ).items[0]  # fmt: skip
    accounting.update_item(tenant, item.item_id, shape.Items(items=[shape.Item(code=word, description="Large poster")]))

    account_back = accounting.get_account(tenant, account.accounts[0].account_id).accounts[0]
    assert (account_back.code, str(account_back._class)) == (word, "EXPENSE")
    rates = {each.name: each.effective_rate for each in accounting.get_tax_rates(tenant).tax_rates}
    assert rates[f"Levy {word}"] == rate.tax_rates[0].effective_rate == Decimal("2.5")
    item_back = accounting.get_item(tenant, word).items[0]
    assert (item_back.description, item_back.sales_details.unit_price) == ("Large poster", Decimal("19.90"))


@pytest.mark.parametrize(
    ("method", "name", "line"),
    [
        ("get_report_profit_and_loss", "Profit and Loss", "Net Profit"),
        ("get_report_balance_sheet", "Balance Sheet", "Net Assets"),
        ("get_report_trial_balance", "Trial Balance", "Total"),
        ("get_report_bank_summary", "Bank Summary", "Total"),
    ],
)
def test_it_reads_the_reports(sdk: Sdk, method: str, name: str, line: str) -> None:
    """With their titles, and amounts where they are searched for."""
    report = getattr(sdk.accounting, method)(sdk.tenant).reports[0]

    assert report.report_name == name
    assert report.report_titles[:2] == [name, "Harbour Street Studio Limited"]
    assert [Decimal(value) for value in line_of(report, line)]


def test_the_reports_it_reads_agree(sdk: Sdk) -> None:
    """Debits are credits, and what is owned less what is owed is the owner's."""
    balance = line_of(sdk.accounting.get_report_trial_balance(sdk.tenant).reports[0], "Total")
    sheet = sdk.accounting.get_report_balance_sheet(sdk.tenant).reports[0]

    assert balance[0] == balance[1]
    assert balance[2] == balance[3]
    assert line_of(sheet, "Net Assets") == line_of(sheet, "Total Equity")


@pytest.mark.parametrize(("side", "kind"), [("receivables", "ACCREC"), ("payables", "ACCPAY")])
def test_it_reads_the_aged_reports_of_a_contact(sdk: Sdk, side: str, kind: str) -> None:
    """Their total is what the contact's record says is outstanding."""
    unpaid = sdk.accounting.get_invoices(sdk.tenant, where=f'Type=="{kind}" AND Status=="AUTHORISED"', page=1)
    contact_id = unpaid.invoices[0].contact.contact_id

    aged = getattr(sdk.accounting, f"get_report_aged_{side}_by_contact")(sdk.tenant, contact_id=contact_id).reports[0]

    owed = sdk.accounting.get_contact(sdk.tenant, contact_id).contacts[0].balances
    assert Decimal(line_of(aged, "Total")[-1]) == getattr(owed, f"accounts_{side[:-1]}").outstanding > 0


def test_over_the_limit_is_its_own_exception_and_names_the_limit(sdk: Sdk) -> None:
    """A call too many at once, which says no time to wait."""
    from xero_python.exceptions import RateLimitException

    limits = f"{sdk.sandbox['address']}/_sandbox/limits"
    httpx2.post(limits, json={"enabled": True, "concurrent": 0}).raise_for_status()
    try:
        with pytest.raises(RateLimitException) as caught:
            sdk.accounting.get_organisations(sdk.tenant)
    finally:
        httpx2.post(limits, json={"enabled": False, "concurrent": 5}).raise_for_status()

    assert caught.value.rate_limit == "concurrent"


def test_a_broken_xero_is_its_status(sdk: Sdk) -> None:
    """500, once."""
    from xero_python.exceptions import HTTPStatusException

    sdk.fault(kind="status", status=500, match="Organisation")
    with pytest.raises(HTTPStatusException) as caught:
        sdk.accounting.get_organisations(sdk.tenant)

    assert caught.value.status == 500
    assert sdk.accounting.get_organisations(sdk.tenant).organisations


def test_it_revokes_its_login() -> None:
    """The token, its refresh and every connection of that user are over; in a sandbox that nobody else uses."""
    from xero_python.exceptions import HTTPStatusException

    with running_sandbox(*STARTS_AS) as alone, pytest.MonkeyPatch.context() as patch:
        point_token_calls_at(alone, patch)
        with logged_in(alone) as sdk:
            before = dict(sdk.stored["token"])
            with warnings.catch_warnings():
                # The SDK leaves the answer to this one call unread, and so its connection open.
                warnings.simplefilter("ignore", ResourceWarning)
                after = sdk.client.revoke_oauth2_token()
                gc.collect()
            sdk.stored["token"] = before
            with pytest.raises(HTTPStatusException) as gone:
                sdk.identity.get_connections()
            with pytest.raises(HTTPStatusException) as over:
                sdk.client.refresh_oauth2_token()

    assert after["access_token"] is None
    assert (gone.value.status, over.value.status) == (401, 400)
