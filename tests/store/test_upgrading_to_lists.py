"""What the upgrades that brought lists promise: a record kept before stands in them as one that is synced today."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from support.clock import StillClock

from atom_xero_plugin.accounting.kinds import SYNCED, kind_by_name
from atom_xero_plugin.accounting.lists.columns import ListColumns, list_columns
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.migrations import upgrade
from atom_xero_plugin.xero.decoding.base import decode_one

pytestmark = pytest.mark.anyio
KEPT = sa.text("""INSERT INTO records
    (workspace_id, tenant_id, kind, record_id, status, as_of, hash, body, title, snippet, words)
    VALUES ('w', 't', :kind, :record_id, :status, '2026-06-16 00:00:00.000000', '', :body, '', '', '')""")
THEN = [name for name in SYNCED if name not in {"prepayment", "overpayment"}]
"""Kinds that were synced before the columns came; those that came later never lacked them."""
INVOICE = kind_by_name("invoice").sample
ODD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Invoices", {**INVOICE, "Status": "DRAFT"}),
    ("Invoices", {**INVOICE, "Status": "VOIDED", "Total": 10.10, "AmountDue": 0.1}),
    ("Invoices", {**INVOICE, "Status": "PAID", "AmountDue": 0, "Total": "1e3", "CurrencyCode": ""}),
    ("Invoices", {**INVOICE, "Total": "0.00001", "AmountDue": "99999999999999999"}),
    ("Invoices", {**INVOICE, "DateString": None, "Date": "/Date(1781481600000+1300)/", "DueDateString": ""}),
    ("Invoices", {**INVOICE, "Contact": {"ContactID": "c", "Name": "  Ngāio   TRAVEL ﬁne  " + "x" * 200}}),
    ("Invoices", {"InvoiceID": "bare"}),
    ("Invoices", {**INVOICE, "Status": "PAID", "FullyPaidOnDate": "/Date(1781481600000+1300)/"}),
    ("Invoices", {**INVOICE, "Status": "AUTHORISED", "FullyPaidOnDate": "/Date(1781481600000+0000)/"}),
    ("CreditNotes", {**kind_by_name("credit_note").sample, "Status": "PAID", "FullyPaidOnDate": "2026-06-15T00:00:00"}),
    ("CreditNotes", {**kind_by_name("credit_note").sample, "Type": "ACCPAYCREDIT"}),
    ("Payments", {**kind_by_name("payment").sample, "PaymentType": "APCREDITPAYMENT", "Invoice": None}),
    ("BankTransactions", {**kind_by_name("bank_transaction").sample, "Type": "RECEIVE-PREPAYMENT"}),
)


def bodies() -> list[tuple[str, dict[str, Any]]]:
    """A sample of each kind that was synced then, and odd ones."""
    samples = [(kind_by_name(name).list_name, dict(kind_by_name(name).sample)) for name in THEN]
    return [*samples, *ODD]


async def test_what_was_kept_before_has_the_columns_of_what_is_synced_now(empty_url: str) -> None:
    """But for the total of manual journals, which comes with their next full resync; and what is no JSON has none."""
    await upgrade(empty_url, "0017")
    store = Store(empty_url, clock=StillClock())
    kept = [(plural, msgspec.json.encode(body).decode()) for plural, body in bodies()]
    rows = [
        {"kind": plural, "record_id": f"r{at:02}", "status": msgspec.json.decode(body).get("Status"), "body": body}
        for at, (plural, body) in enumerate(kept)
    ]
    async with store.write(ALL_WORKSPACES) as tx:
        await tx.execute(KEPT, [*rows, {"kind": "Invoices", "record_id": "z", "status": "PAID", "body": "no JSON"}])

    await upgrade(empty_url, "0021")

    names = ", ".join(ListColumns._fields)
    async with store.read("w") as tx:
        statement = sa.text(f"SELECT {names} FROM records ORDER BY record_id")  # noqa: S608 - names of ours
        found = [ListColumns(*row) for row in (await tx.execute(statement)).all()]
    record_of = {kind_by_name(name).list_name: kind_by_name(name).record for name in SYNCED}
    expected = [list_columns(decode_one(record_of[plural], body)) for plural, body in kept]
    journal = THEN.index("manual_journal")
    assert expected[journal].total == 4_200_000
    expected[journal] = expected[journal]._replace(total=None)
    assert found == [*expected, ListColumns(direction="in")]
    await store.close()
