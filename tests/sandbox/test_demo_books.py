"""The demo company: believable, and right to the cent."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sandbox.conftest import SandboxServer, opened

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.sandbox.app import create_app
from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio
GUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
OF_THE_LOCAL_COPY = {"show_record"}
"""Whose examples are of records that were synced."""
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


async def exact(server: SandboxServer, path: str, **query: str) -> list[dict[str, Any]]:
    answer = await server.get(path, page="1", pageSize="1000", **query)
    found: list[dict[str, Any]] = _decode(answer.content)[path]
    return found


async def numbers(options: Options) -> list[tuple[str, Any]]:
    async with opened(options) as server:
        await server.log_in()
        return [(each["InvoiceID"], each["Total"]) for each in await exact(server, "Invoices")]


async def test_the_same_seed_gives_the_same_books_and_another_gives_others() -> None:
    """To the id."""
    today = date(2026, 6, 16)
    one, two = await numbers(Options(seed=1, today=today)), await numbers(Options(seed=1, today=today))
    other = await numbers(Options(seed=2, today=today))

    assert one == two
    assert one != other


async def test_every_invoice_adds_up(server: SandboxServer) -> None:
    """Lines, tax, total, what is paid and what is due."""
    for each in await exact(server, "Invoices"):
        lines = sum((line["LineAmount"] for line in each["LineItems"]), Decimal(0))
        tax = sum((line["TaxAmount"] for line in each["LineItems"]), Decimal(0))
        inclusive = each["LineAmountTypes"] == "Inclusive"
        assert Decimal(str(each["TotalTax"])) == tax
        assert Decimal(str(each["Total"])) == lines + (0 if inclusive else tax)
        if each["Status"] in {"AUTHORISED", "PAID"}:
            settled = Decimal(str(each["AmountPaid"])) + Decimal(str(each["AmountCredited"]))
            assert Decimal(str(each["AmountDue"])) == Decimal(str(each["Total"])) - settled


async def test_there_is_something_of_everything(server: SandboxServer) -> None:
    """Overdue, paid, draft and part-paid; sales and bills; a year of them."""
    found = await exact(server, "Invoices")
    today = "2026-06-16"

    assert {each["Type"] for each in found} == {"ACCREC", "ACCPAY"}
    assert {"DRAFT", "AUTHORISED", "PAID"} <= {each["Status"] for each in found}
    assert any(each["Status"] == "AUTHORISED" and each["DueDateString"] < today for each in found)
    assert len({each["DateString"][:7] for each in found}) >= 12


async def test_the_trial_balance_balances(server: SandboxServer) -> None:
    """Debits and credits, to the cent."""
    report = _decode((await server.get("Reports/TrialBalance")).content)["Reports"][0]
    total = report["Rows"][-1]["Rows"][-1]["Cells"]
    amounts = [Decimal(cell["Value"]) for cell in total[1:] if cell.get("Value")]

    assert amounts[0] == amounts[1] > 0


async def test_the_bank_summary_agrees_with_the_balance_sheet(server: SandboxServer) -> None:
    """The bank account's balance is the same in both."""
    today = {"fromDate": "2026-06-01", "toDate": "2026-06-16"}
    summary = _decode((await server.get("Reports/BankSummary", **today)).content)["Reports"][0]
    sheet = _decode((await server.get("Reports/BalanceSheet", date="2026-06-16")).content)["Reports"][0]
    rows = [row for section in summary["Rows"] for row in section.get("Rows", []) if row["RowType"] == "Row"]

    for row in rows:
        name, closing = row["Cells"][0]["Value"], Decimal(row["Cells"][-1]["Value"])
        if closing:
            assert f"{abs(closing):.2f}" in str(sheet), name


async def test_control_resets_everything(server: SandboxServer) -> None:
    """Books, tokens and time."""
    facts = await server.control("reset", seed=3, invoices=400, today="2026-06-16")

    records = facts["organisations"][0]["records"]["Invoices"]
    assert records >= 400
    assert (await server.get("Organisation")).status_code == 401


async def test_a_control_call_that_makes_no_sense_says_what_there_is(server: SandboxServer) -> None:
    """400, with the choices."""
    answer = await server.http.post("/_sandbox/faults", json={"kind": "earthquake"})

    assert answer.status_code == 400
    assert "slow" in answer.text


@pytest.mark.parametrize(
    "today", [date(2026, 6, 16), date(2026, 11, 30), date(2026, 12, 1), date(2028, 2, 29)], ids=str
)
def test_the_books_hold_what_the_examples_of_skills_name_on_any_day(today: date) -> None:
    """A person who copies an example gets an answer, whenever the sandbox was started."""
    books = next(iter(create_app(Options(today=today)).state.sandbox.organisations.values()))
    skills = [each for each in Registry().skills if each.name not in OF_THE_LOCAL_COPY]
    named = re.findall(GUID, repr([each.examples for each in skills]))

    assert named != []
    assert [each for each in named if not any(each in table.rows for table in books.tables.values())] == []
