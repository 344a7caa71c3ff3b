"""The demo companies: the same for the same seed, believable, and every figure follows from the others."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sandbox.conftest import SandboxServer, opened

from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 16)
PATHS = (
    "Organisation", "Contacts", "Invoices", "Payments", "BankTransactions", "Accounts", "Items", "TaxRates",
    "Currencies", "Reports/ProfitAndLoss", "Reports/BalanceSheet", "Reports/TrialBalance", "Reports/BankSummary",
)  # fmt: skip
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


@pytest.fixture(params=[0, 1], ids=["New Zealand", "Australia"])
async def company(server: SandboxServer, request: pytest.FixtureRequest) -> SandboxServer:
    """Each of the two in turn."""
    server.headers["xero-tenant-id"] = server.facts["organisations"][request.param]["tenant_id"]
    return server


async def exact(server: SandboxServer, path: str) -> list[dict[str, Any]]:
    """Every record, with its money exact."""
    answer = await server.get(path, page="1", pageSize="1000")
    found: list[dict[str, Any]] = _decode(answer.content)[path]
    return found


async def everything(options: Options) -> dict[tuple[str, str], bytes]:
    """What every resource of every organisation answers, but for the envelope."""
    found = {}
    async with opened(options) as server:
        await server.log_in()
        for tenant in (each["tenant_id"] for each in server.facts["organisations"]):
            server.headers["xero-tenant-id"] = tenant
            for path in PATHS:
                answer = (await server.get(path, page="1", pageSize="1000")).content
                found[tenant, path] = re.sub(rb'^\{"Id":"[^"]*",', b"", answer)
    return found


async def test_the_same_seed_and_day_give_the_same_answers_to_the_byte() -> None:
    """Of every resource and report; another seed or day gives others."""
    one, two = await everything(Options(today=TODAY)), await everything(Options(today=TODAY))
    other_seed, other_day = (
        await everything(Options(seed=2, today=TODAY)),
        await everything(Options(today=date(2026, 6, 17))),
    )

    assert one == two
    for path in ("Invoices", "Payments", "BankTransactions", "Reports/TrialBalance"):
        key = next(key for key in one if key[1] == path)
        assert one[key] not in {other_seed[key], other_day[key]}


@pytest.mark.parametrize("requested", [0, 1, 250])
async def test_it_holds_as_many_sales_invoices_as_asked(requested: int) -> None:
    """Spread over the year; the books are sound with any number."""
    async with opened(Options(today=TODAY, limits=False, invoices=requested)) as server:
        await server.log_in()
        sales = [each for each in await exact(server, "Invoices") if each["Type"] == "ACCREC"]
        balance = _decode((await server.get("Reports/TrialBalance")).content)["Reports"][0]["Rows"][-1]["Rows"][0]

    assert len(sales) == len({each["InvoiceNumber"] for each in sales}) == requested
    assert balance["Cells"][3]["Value"] == balance["Cells"][4]["Value"]


async def test_payments_are_what_their_invoices_say_was_paid(company: SandboxServer) -> None:
    """To the cent, and PAID is what has nothing left to pay."""
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for payment in await exact(company, "Payments"):
        assert payment["Status"] == "AUTHORISED"
        paid[payment["Invoice"]["InvoiceID"]] += payment["Amount"]
    invoices = await exact(company, "Invoices")

    assert set(paid) <= {each["InvoiceID"] for each in invoices}
    for each in invoices:
        assert each["AmountPaid"] == paid[each["InvoiceID"]]
        assert (each["Status"] == "PAID") == (not each["AmountDue"] and each["Status"] != "VOIDED")
    assert any(0 < each["AmountPaid"] < each["Total"] for each in invoices)


async def test_balances_of_contacts_are_their_open_invoices(company: SandboxServer) -> None:
    """Outstanding, less what is left of credits, and of it overdue; who owes nothing has none."""
    owed: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for each in await exact(company, "Invoices"):
        if each["Status"] == "AUTHORISED":
            sums = owed[each["Contact"]["ContactID"], each["Type"]]
            sums[0] += each["AmountDue"]
            sums[1] += each["AmountDue"] if each["DueDateString"][:10] < TODAY.isoformat() else 0

    for each in await exact(company, "CreditNotes"):
        if each["Status"] == "AUTHORISED":
            owed[each["Contact"]["ContactID"], each["Type"].removesuffix("CREDIT")][0] -= each["RemainingCredit"]
    for contact in await exact(company, "Contacts"):
        reported = contact.get("Balances", {})
        for kind, side in (("ACCREC", "AccountsReceivable"), ("ACCPAY", "AccountsPayable")):
            mine = reported.get(side, {"Outstanding": 0, "Overdue": 0})
            assert [mine["Outstanding"], mine["Overdue"]] == owed[contact["ContactID"], kind]
    assert any(overdue for _, overdue in owed.values())


async def test_nothing_is_of_tomorrow(company: SandboxServer) -> None:
    """Neither a document's day nor the instant of a change."""
    now = datetime.fromisoformat(company.facts["now"]).timestamp() * 1000
    for path in ("Invoices", "Payments", "BankTransactions", "Contacts", "Accounts"):
        for each in await exact(company, path):
            assert int(re.findall(r"\d+", each["UpdatedDateUTC"])[0]) <= now
            if "Date" in each:
                assert int(re.findall(r"\d+", each["Date"])[0]) <= now


async def test_everything_that_is_named_exists(company: SandboxServer) -> None:
    """Contacts, accounts, items and tax rates of every line."""
    contacts = {each["ContactID"] for each in await exact(company, "Contacts")}
    accounts = {each["Code"] for each in await exact(company, "Accounts")}
    items = {each["Code"] for each in await exact(company, "Items")}
    rates = {each["TaxType"]: Decimal(each["EffectiveRate"]) for each in await exact(company, "TaxRates")}

    for each in (*await exact(company, "Invoices"), *await exact(company, "BankTransactions")):
        assert each["Type"].endswith("-TRANSFER") or each["Contact"]["ContactID"] in contacts
        for line in each["LineItems"]:
            assert line["AccountCode"] in accounts
            assert line.get("ItemCode", next(iter(items))) in items
            net = line["LineAmount"] - (line["TaxAmount"] if each["LineAmountTypes"] == "Inclusive" else 0)
            assert abs(line["TaxAmount"] - net * rates[line["TaxType"]] / 100) <= Decimal("0.01")


async def test_nobody_real_is_in_it(company: SandboxServer) -> None:
    """Every address of e-mail is at an example domain; the organisation says it is a demo."""
    organisation = (await company.rows("Organisations"))[0]
    addresses = [each["EmailAddress"] for each in await exact(company, "Contacts")]

    assert organisation["IsDemoCompany"] is True
    assert addresses
    assert all(address.endswith(".example.com") for address in addresses)
