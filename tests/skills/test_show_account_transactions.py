"""What show_account_transactions promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asking import done, paths, refused, result, rows

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
THIS_YEAR = {"period": "year_to_date", "limit": 100}


@pytest.mark.parametrize("code", ["200", "469", "610", "800", "820", "477", "092", "970"])
async def test_the_rows_are_proven_by_the_trial_balance(house: House, code: str) -> None:
    """Card, sales, expenses, payable and tax: documents explain each to the cent."""
    shown = await result(house, "show_account_transactions", account=code, **THIS_YEAR)

    assert (shown["difference"]["amount"], shown["proven"]) == ("0.00", True)
    assert shown["total"] > 0
    assert shown["closing_balance"] == shown["trial_balance"]


async def test_each_balance_follows_from_the_one_before(house: House) -> None:
    """From the opening balance on, row by row, over all pages."""
    first = await result(house, "show_account_transactions", account="090", period="this_month", limit=3)
    balance = Decimal(first["opening_balance"]["amount"])
    page, seen = first, 0
    while True:
        for row in page["rows"]:
            balance += Decimal(row.get("debit", "0")) - Decimal(row.get("credit", "0"))
            assert Decimal(row["balance"]) == balance
            seen += 1
        if not page["has_more"]:
            break
        page = await result(house, "show_account_transactions", account="090", period="this_month", limit=3,
                            cursor=page["next_cursor"])  # fmt: skip

    assert (seen, str(balance)) == (first["total"], first["closing_balance"]["amount"])
    assert [row["date"] for row in first["rows"]] == sorted(row["date"] for row in first["rows"])


async def test_a_manual_journal_and_a_bill_stand_in_it_and_drafts_do_not(house: House) -> None:
    """With what each is for."""
    lines = [{"account": "408", "debit": "75.00", "description": "Windows"}, {"account": "850", "credit": "75.00"}]
    await done(house, "create_manual_journal", narration="Cleaning", lines=lines, post=True)
    await done(house, "create_manual_journal", narration="Later", lines=lines)
    bill = {"contact": "Rimu Cleaning Services", "bill_number": "R-1", "approve": True, "due_in_days": 7}
    await done(
        house, "create_bill", **bill, lines=[{"description": "Floors", "unit_amount": "80.00", "account": "408"}]
    )

    shown = await result(house, "show_account_transactions", account="408", period="today")

    assert [(each["kind"], each["debit"], each["description"]) for each in shown["rows"]] == [
        ("bill", "80.00", "Floors"),
        ("manual_journal", "75.00", "Windows"),
    ]
    assert shown["rows"][0]["contact"] == "Rimu Cleaning Services"
    assert shown["proven"] is True


@pytest.mark.parametrize(("kind", "account", "side"), [("customer", "200", "debit"), ("supplier", "445", "credit")])
async def test_a_credit_note_goes_the_other_way_round(house: House, kind: str, account: str, side: str) -> None:
    """On the account of its line, and on what is owed, with its tax."""
    line = {"description": "Sent back", "unit_amount": "30.00", "account": account}
    note = {"kind": kind, "contact": "Capital Power", "lines": [line], "approve": True, "number": "C-77"}
    await done(house, "create_credit_note", **note)

    shown = await result(house, "show_account_transactions", account=account, period="today", limit=100)
    owed = await result(house, "show_account_transactions", account="610" if kind == "customer" else "800",
                        period="today", limit=100)  # fmt: skip

    [row] = [each for each in shown["rows"] if each["kind"] == "credit_note"]
    assert (row[side], row["number"]) == ("30.00", "C-77")
    assert [each.get("debit", each.get("credit")) for each in owed["rows"] if each["number"] == "C-77"] == ["34.50"]
    assert (shown["proven"], owed["proven"]) == (True, True)


async def test_what_no_document_explains_is_a_difference(house: House) -> None:
    """As Xero's own depreciation would be: it is reported, not hidden."""
    books = house.sandbox.organisations[house.organisation]
    accounts = {each["Code"]: each["AccountID"] for each in rows(house, "Accounts")}
    books.ledger.journal(
        books.today(), [(accounts["416"], Decimal("99.00")), (accounts["711"], Decimal("-99.00"))], "d"
    )

    shown = await result(house, "show_account_transactions", account="416", period="today")

    assert (shown["total"], shown["proven"], shown["difference"]["amount"]) == (0, False, "99.00")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"account": "960"}, "/account"),
        ({"account": "469", "dates": {"from": "2026-01-01", "to": "2026-06-01"}}, "/period"),
        ({"account": "469", "cursor": "nonsense"}, "/cursor"),
        ({"account": "nowhere"}, "/account"),
    ],
)
async def test_what_no_balance_runs_through_is_refused(house: House, fields: dict[str, object], path: str) -> None:
    """Retained earnings, and a result over two financial years."""
    error = await refused(house, "show_account_transactions", **fields)

    assert paths(error) == [path]


@pytest.mark.full
async def test_every_account_of_the_demo_is_proven(house: House) -> None:
    """Whatever is posted, some document or opening balance explains it to the cent."""
    codes = [
        each["Code"]
        for each in rows(house, "Accounts")
        if each["Code"] and each.get("SystemAccount") != "RETAINEDEARNINGS"
    ]
    found = {}
    house.sandbox.limits.enabled = False
    for code in codes:
        answer = await house.call("show_account_transactions", account=code, **THIS_YEAR)
        shown = answer["result"] if answer["success"] else None
        found[code] = shown["difference"]["amount"] if shown else answer["error"]["code"]

    assert {code: each for code, each in found.items() if each != "0.00"} == {}


@pytest.mark.parametrize("code", ["610", "200", "820"])
async def test_using_a_prepayment_is_explained(house: House, code: str) -> None:
    """From the accounts of its lines, with its tax, to what is owed; the rest of it stays where it is."""
    line = {"description": "Deposit", "unit_amount": "230.00", "account": "200"}
    about = {"account": "090", "direction": "in", "contact": "Vogeltown Community Trust", "purpose": "prepayment"}
    await done(house, "create_bank_transaction", **about, lines=[line])
    paid = next(
        each for each in rows(house, "Prepayments") if each["Total"] == Decimal("230.00") and not each["Allocations"]
    )
    used = [{"invoice": "INV-0065", "amount": "57.50"}]
    await done(house, "allocate_prepayment", prepayment=paid["PrepaymentID"], allocations=used)
    await done(house, "refund_prepayment", prepayment=paid["PrepaymentID"], account="090", amount="11.50")
    shown = await result(house, "show_account_transactions", account=code, period="today", limit=100)

    amounts = [each.get("debit", each.get("credit")) for each in shown["rows"] if each["kind"] == "prepayment"]
    assert sorted(amounts) == {"610": ["11.50", "57.50"], "200": ["10.00", "50.00"], "820": ["1.50", "7.50"]}[code]
    assert shown["proven"] is True
